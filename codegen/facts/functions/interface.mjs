// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const NO_INTERFACE = ['`VIR_ERR_NO_INTERFACE` where there is none'];

/**
 * The network interfaces of a host, and their configuration.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectNumOfInterfaces: { summary: "How many of the host's interfaces are up." },
  virConnectListInterfaces: { summary: "The names of the host's interfaces that are up." },
  virConnectNumOfDefinedInterfaces: { summary: "How many of the host's interfaces are configured and down." },
  virConnectListDefinedInterfaces: { summary: "The names of the host's interfaces that are configured and down." },
  virConnectListAllInterfaces: {
    summary: 'Every interface of the host that the flags choose. The protocol stops at 16,384.',
    flags: 'ConnectListAllInterfacesFlags',
  },
  virInterfaceLookupByName: {
    summary: "Finds an interface of the host by its name: `'eth0'`, …",
    errors: NO_INTERFACE,
  },
  virInterfaceLookupByMACString: {
    summary: 'Finds an interface of the host by its MAC address.',
    params: { macstr: "`'52:54:00:12:34:56'`" },
    errors: [...NO_INTERFACE, '`VIR_ERR_MULTIPLE_INTERFACES` where several have it'],
  },
  virInterfaceGetName: { summary: "The interface's name." },
  virInterfaceGetMACString: { summary: "The interface's MAC address; empty where it has none." },
  virInterfaceGetXMLDesc: {
    summary: "The interface's description, in libvirt's XML: its state, or its configuration as the flags say.",
    flags: 'InterfaceXMLFlags',
  },
  virInterfaceIsActive: { summary: 'Whether the interface is up.' },
  virInterfaceDefineXML: {
    summary: "Configures an interface in the host's own files, or changes its configuration. It does not bring it up.",
    params: { xml: "the interface's description, in libvirt's XML" },
    flags: 'InterfaceDefineFlags',
  },
  virInterfaceUndefine: { summary: "Removes an interface's configuration from the host's own files." },
  virInterfaceCreate: { summary: 'Brings an interface up.', flags: [] },
  virInterfaceDestroy: { summary: 'Takes an interface down.', flags: [] },
  virInterfaceChangeBegin: {
    summary: "Remembers the configuration of all the host's interfaces, to return to it.",
    flags: [],
    errors: ['`VIR_ERR_OPERATION_INVALID` where one is remembered already'],
  },
  virInterfaceChangeCommit: {
    summary: 'Forgets the configuration that was remembered, and keeps what was changed since.',
    flags: [],
    errors: ['`VIR_ERR_OPERATION_INVALID` where none is remembered'],
  },
  virInterfaceChangeRollback: {
    summary: "Returns all the host's interfaces to the configuration that was remembered.",
    flags: [],
    errors: ['`VIR_ERR_OPERATION_INVALID` where none is remembered'],
  },
};
