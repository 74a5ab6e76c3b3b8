// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const XML = "the device's description, in libvirt's XML";
const NO_DEVICE = ['`VIR_ERR_NO_NODE_DEVICE` where there is none'];
const CAPABILITY = "a capability: `'pci'`, `'net'`, `'storage'`, …; null: of any";

/**
 * The devices of a host.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virNodeNumOfDevices: {
    summary: 'How many devices the host has, of a capability or in all.',
    params: { cap: CAPABILITY },
    flags: [],
  },
  virNodeListDevices: {
    summary: "The names of the host's devices, of a capability or all.",
    params: { cap: CAPABILITY },
    flags: [],
  },
  virConnectListAllNodeDevices: {
    summary: 'Every device of the host that the flags choose. The protocol stops at 65,536.',
    flags: 'ConnectListAllNodeDeviceFlags',
  },
  virNodeDeviceLookupByName: {
    summary: "Finds a device of the host by its name: `'pci_0000_00_1f_2'`, …",
    errors: NO_DEVICE,
  },
  virNodeDeviceLookupSCSIHostByWWN: {
    summary: 'Finds a Fibre Channel host adapter by its world wide names.',
    params: { wwnn: 'of the node: 16 hexadecimal digits', wwpn: 'of the port: 16 hexadecimal digits' },
    flags: [],
    errors: NO_DEVICE,
  },
  virNodeDeviceGetName: { summary: "The device's name, unique on its host." },
  virNodeDeviceGetParent: { summary: 'The name of the device that this one is a part of; null where there is none.' },
  virNodeDeviceGetXMLDesc: { summary: "The device's description, in libvirt's XML.", flags: 'NodeDeviceXMLFlags' },
  virNodeDeviceNumOfCaps: { summary: 'How many capabilities the device has.' },
  virNodeDeviceListCaps: { summary: "The device's capabilities: `'pci'`, `'net'`, …" },
  virNodeDeviceIsActive: { summary: 'Whether the device is there.' },
  virNodeDeviceIsPersistent: { summary: 'Whether the device is defined, and so can be made again.' },
  virNodeDeviceGetAutostart: { summary: 'Whether the device is made whenever its parent appears.' },
  virNodeDeviceSetAutostart: { summary: 'Has the device made whenever its parent appears, or not.' },

  virNodeDeviceDettach: {
    summary: "Takes the device from the host's driver, so that a domain can have it. `detachFlags` is the newer form.",
  },
  virNodeDeviceDetachFlags: {
    summary: "Takes the device from the host's driver and gives it to one by which a domain can have it.",
    params: { driverName: "such as `'vfio'`; null: the hypervisor's default" },
    flags: [],
  },
  virNodeDeviceReAttach: { summary: "Gives the device back to the host's driver. No domain may use it any more." },
  virNodeDeviceReset: { summary: 'Resets the device, before or after a domain has it.' },

  virNodeDeviceCreateXML: {
    summary: 'Makes a transient device: a virtual host adapter, or a mediated device.',
    params: { xmlDesc: XML },
    flags: 'NodeDeviceCreateXMLFlags',
  },
  virNodeDeviceDefineXML: {
    summary: 'Defines a mediated device. It does not make it.',
    params: { xmlDesc: XML },
    flags: 'NodeDeviceDefineXMLFlags',
  },
  virNodeDeviceCreate: { summary: 'Makes a device that is defined.', flags: [] },
  virNodeDeviceUpdate: {
    summary: 'Changes a mediated device: now, in its definition, or both, as the flags say.',
    params: { xmlDesc: XML },
    flags: 'NodeDeviceUpdateFlags',
  },
  virNodeDeviceDestroy: { summary: 'Removes a device that was made. One that is defined can be made again.' },
  virNodeDeviceUndefine: { summary: "Forgets a device's definition. One that is there becomes transient.", flags: [] },
};
