// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const IMPACT = 'DomainModificationImpact';
const DEVICE = "a device's element, in libvirt's XML";
const NIC = "the interface's target on the host, such as `'vnet0'`, or its MAC address";
const NIC_TARGET = "the interface's target on the host, such as `'vnet0'`";
const BANDWIDTH =
  '`inbound.average`, `inbound.peak` and `inbound.floor` in KiB/s, `inbound.burst` in KiB, and the same of `outbound` but `floor`';
const GRAPHICS = "which of the domain's graphics devices, from 0";

/**
 * A domain's devices: plugging, network interfaces, graphics, consoles, keys and signals.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainAttachDevice: {
    summary: 'Plugs a device into a running domain.',
    params: { xml: DEVICE },
    errors: ['`VIR_ERR_OPERATION_INVALID` where it does not run'],
  },
  virDomainAttachDeviceFlags: {
    summary: 'Gives the domain a device: now, in its definition, or both, as the flags say.',
    params: { xml: DEVICE },
    flags: 'DomainDeviceModifyFlags',
  },
  virDomainDetachDevice: {
    summary: 'Unplugs a device from a running domain. The guest may refuse.',
    params: { xml: DEVICE },
    errors: ['`VIR_ERR_DEVICE_MISSING` where the domain has no such device'],
  },
  virDomainDetachDeviceFlags: {
    summary: 'Takes a device from the domain: now, in its definition, or both, as the flags say.',
    params: { xml: DEVICE },
    flags: 'DomainDeviceModifyFlags',
    errors: ['`VIR_ERR_DEVICE_MISSING` where the domain has no such device'],
  },
  virDomainDetachDeviceAlias: {
    summary: 'Asks the guest to let go of a device. A `deviceRemoved` event says when it has.',
    params: { alias: "the device's `<alias>`" },
    flags: 'DomainDeviceModifyFlags',
    errors: ['`VIR_ERR_DEVICE_MISSING` where the domain has no such device'],
  },
  virDomainUpdateDeviceFlags: {
    summary: "Changes a device of the domain: a CD-ROM's medium, an interface's network, a display's password.",
    params: { xml: `${DEVICE}: the whole of it, as it shall be` },
    flags: 'DomainDeviceModifyFlags',
  },

  virDomainInterfaceStats: {
    summary: 'What a running domain has received and sent by a network interface.',
    params: { device: NIC },
    returns: 'bytes, packets, errors and drops, as the guest sees them; -1 for what is not counted',
  },
  virDomainGetInterfaceParameters: {
    summary: "The bandwidth limits of a domain's network interface.",
    params: { device: NIC },
    flags: ['DomainModificationImpact', 'TypedParameterFlags'],
    returns: BANDWIDTH,
  },
  virDomainSetInterfaceParameters: {
    summary: "Sets bandwidth limits of a domain's network interface.",
    params: { device: NIC, params: BANDWIDTH },
    flags: IMPACT,
  },
  virDomainInterfaceAddresses: {
    summary: "The addresses of a running guest's network interfaces, as leases, guest agent or ARP table know them.",
    enums: { source: 'DomainInterfaceAddressesSource' },
    flags: [],
    returns: 'by interface; `type` of an address is of `IPAddrType`',
  },
  virDomainAnnounceInterface: {
    summary: "Has a running guest's network interfaces announce themselves, so that switches learn where they are.",
    params: {
      device: `${NIC_TARGET}, or its MAC address; null: all of them`,
      params: '`initial`, `step` and `max` delay in ms, `rounds`',
    },
    flags: [],
    driver: 'qemu',
  },

  virDomainOpenConsole: {
    summary: "Opens a running domain's console.",
    params: { dev_name: 'the alias of a console, serial or parallel device; null: the first console' },
    flags: 'DomainConsoleFlags',
    errors: ['`VIR_ERR_OPERATION_FAILED` where somebody else has it open and `FORCE` is not given'],
  },
  virDomainOpenChannel: {
    summary: "Opens the host's end of a running domain's channel.",
    params: { name: "the channel's target name or alias; null: the first channel" },
    flags: 'DomainChannelFlags',
    errors: ['`VIR_ERR_OPERATION_FAILED` where somebody else has it open and `FORCE` is not given'],
  },
  virDomainScreenshot: {
    summary: "Takes a picture of what a running domain's screen shows.",
    params: { screen: 'which, from 0' },
    flags: [],
    returns: "the picture, and its MIME type: `'image/x-portable-pixmap'`, `'image/png'`, …",
  },
  virDomainOpenGraphics: {
    summary: 'Gives the graphics server of a running guest a socket that a client is connected to.',
    params: { idx: GRAPHICS, fd: 'a socket' },
    flags: 'DomainOpenGraphicsFlags',
    driver: 'qemu',
  },
  virDomainOpenGraphicsFD: {
    summary: 'Connects to the graphics server of a running guest.',
    params: { idx: GRAPHICS },
    flags: 'DomainOpenGraphicsFlags',
    returns: "a connected socket, which is the caller's to close",
    driver: 'qemu',
  },
  virDomainGraphicsReload: {
    summary: "Has a running guest's graphics server read its TLS certificates again.",
    enums: { type: 'DomainGraphicsReloadType' },
    flags: [],
    driver: 'qemu',
  },
  virDomainFDAssociate: {
    summary: "Gives the daemon open files under a name, by which the domain's XML can refer to them.",
    params: { name: "of the group: `<source fdgroup='…'>`", fds: '1 to 32' },
    flags: 'DomainFDAssociateFlags',
  },

  virDomainSendKey: {
    summary: 'Presses keys of the guest together, and lets them go.',
    params: { holdtime: 'ms that they are held', keycodes: '1 to 16, of the code set' },
    enums: { codeset: 'KeycodeSet' },
    flags: [],
  },
  virDomainInjectNMI: { summary: 'Sends a running guest a non-maskable interrupt.', flags: [] },
  virDomainSendProcessSignal: {
    summary: 'Sends a signal to a process of a running guest.',
    params: { pid_value: "the process's id inside the guest; the lxc driver takes 1, the container's init, alone" },
    enums: { signum: 'DomainProcessSignal' },
    flags: [],
  },
};
