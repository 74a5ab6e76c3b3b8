// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const XML = "the network's description, in libvirt's XML";
const IMPACT = 'NetworkUpdateFlags';
const NO_NETWORK = ['`VIR_ERR_NO_NETWORK` where there is none'];
const NO_PORT = ['`VIR_ERR_NO_NETWORK_PORT` where there is none'];
const BANDWIDTH =
  '`inbound.average`, `inbound.peak` and `inbound.floor` in KiB/s, `inbound.burst` in KiB, and the same of `outbound` but `floor`';

/**
 * Virtual networks and their ports.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectNumOfNetworks: { summary: 'How many networks are active.' },
  virConnectListNetworks: { summary: 'The names of the networks that are active.' },
  virConnectNumOfDefinedNetworks: { summary: 'How many networks are defined and not active.' },
  virConnectListDefinedNetworks: { summary: 'The names of the networks that are defined and not active.' },
  virConnectListAllNetworks: {
    summary: 'Every network that the flags choose. The protocol stops at 16,384.',
    flags: 'ConnectListAllNetworksFlags',
  },
  virNetworkLookupByName: { summary: 'Finds a network by its name, active or not.', errors: NO_NETWORK },
  virNetworkLookupByUUID: {
    summary: 'Finds a network by the bytes of its UUID, active or not.',
    params: { uuid: 'its 16 bytes' },
    errors: NO_NETWORK,
  },
  virNetworkLookupByUUIDString: {
    summary: 'Finds a network by its UUID, active or not.',
    params: { uuidstr: '32 hexadecimal digits, with hyphens or without' },
    errors: NO_NETWORK,
  },
  virNetworkGetName: { summary: "The network's name, unique on its host." },
  virNetworkGetUUID: { summary: "The bytes of the network's UUID.", returns: '16 bytes' },
  virNetworkGetUUIDString: { summary: "The network's UUID.", returns: 'in canonical form: lower case, with hyphens' },

  virNetworkDefineXML: {
    summary: 'Defines a network, or redefines the one that has its name and UUID. It does not start it.',
    params: { xml: XML },
  },
  virNetworkDefineXMLFlags: {
    summary: 'Defines or redefines a network, and has its XML validated where the flags say so.',
    params: { xml: XML },
    flags: 'NetworkDefineFlags',
  },
  virNetworkCreateXML: {
    summary: 'Starts a transient network: one that is gone when it is destroyed.',
    params: { xmlDesc: XML },
  },
  virNetworkCreateXMLFlags: {
    summary: 'Starts a transient network, and has its XML validated where the flags say so.',
    params: { xmlDesc: XML },
    flags: 'NetworkCreateFlags',
  },
  virNetworkCreate: {
    summary: 'Starts a defined network.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it is active already'],
  },
  virNetworkDestroy: {
    summary: 'Stops an active network. Domains that use it lose it; a transient network is gone then.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it is not active'],
  },
  virNetworkUndefine: { summary: "Forgets a network's definition. One that is active becomes transient." },
  virNetworkUpdate: {
    summary: "Changes one part of a network's description: now, in its definition, or both, as the flags say.",
    params: {
      parentIndex: 'which of several parents, from 0, such as the `<ip>` of a `<host>`; -1: the one that fits',
      xml: "the part's element; of one that is deleted as much as it takes to find it",
    },
    enums: { command: 'NetworkUpdateCommand', section: 'NetworkUpdateSection' },
    flags: IMPACT,
  },
  virNetworkGetXMLDesc: { summary: "The network's description, in libvirt's XML.", flags: 'NetworkXMLFlags' },
  virNetworkGetBridgeName: {
    summary: "The name of the network's bridge on the host.",
    errors: ['`VIR_ERR_INTERNAL_ERROR` where it has none'],
  },
  virNetworkIsActive: { summary: 'Whether the network is active.' },
  virNetworkIsPersistent: { summary: 'Whether the network is defined, and so outlives its being active.' },
  virNetworkGetAutostart: { summary: 'Whether the network is started with the daemon.' },
  virNetworkSetAutostart: {
    summary: 'Has the network started with the daemon, or not.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it is transient'],
  },
  virNetworkGetDHCPLeases: {
    summary: "The addresses that the network's DHCP server has given away.",
    params: { mac: 'of one client; null: of all' },
    flags: [],
    returns: '`expirytime` in s since 1970; `type` of `IPAddrType`',
  },
  virNetworkGetMetadata: {
    summary: "A piece of the network's metadata: its title, its description, or the element of a namespace.",
    params: { uri: 'of the namespace; for `NetworkMetadataType.ELEMENT` alone' },
    enums: { type: 'NetworkMetadataType' },
    flags: IMPACT,
    errors: ['`VIR_ERR_NO_NETWORK_METADATA` where there is none'],
  },
  virNetworkSetMetadata: {
    summary: "Sets or removes a piece of the network's metadata.",
    params: {
      metadata: 'text, or an XML element for `NetworkMetadataType.ELEMENT`; null: it is removed',
      key: "the namespace's prefix; for `NetworkMetadataType.ELEMENT` alone",
      uri: 'of the namespace; for `NetworkMetadataType.ELEMENT` alone',
    },
    enums: { type: 'NetworkMetadataType' },
    flags: IMPACT,
  },

  virNetworkListAllPorts: { summary: 'Every port of the network.', flags: [] },
  virNetworkPortLookupByUUID: {
    summary: 'Finds a port of the network by the bytes of its UUID.',
    params: { uuid: 'its 16 bytes' },
    errors: NO_PORT,
  },
  virNetworkPortLookupByUUIDString: {
    summary: 'Finds a port of the network by its UUID.',
    params: { uuidstr: '32 hexadecimal digits, with hyphens or without' },
    errors: NO_PORT,
  },
  virNetworkPortCreateXML: {
    summary: "Makes a port, by which a domain's interface is connected to the network.",
    params: { xmldesc: "the port's description, in libvirt's XML" },
    flags: 'NetworkPortCreateFlags',
  },
  virNetworkPortGetNetwork: { summary: "The port's network." },
  virNetworkPortGetUUID: { summary: "The bytes of the port's UUID.", returns: '16 bytes' },
  virNetworkPortGetUUIDString: { summary: "The port's UUID.", returns: 'in canonical form: lower case, with hyphens' },
  virNetworkPortGetXMLDesc: { summary: "The port's description, in libvirt's XML.", flags: [] },
  virNetworkPortGetParameters: { summary: "The port's bandwidth limits.", flags: [], returns: BANDWIDTH },
  virNetworkPortSetParameters: {
    summary: "Sets the port's bandwidth limits.",
    params: { params: BANDWIDTH },
    flags: [],
  },
  virNetworkPortDelete: { summary: "Deletes the port, and with it the interface's connection.", flags: [] },
};
