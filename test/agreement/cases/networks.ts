import type { Interface, Network, NetworkPort, NWFilter, NWFilterBinding } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const network = casesOf<Network>();
const port = casesOf<NetworkPort>();
const device = casesOf<Interface>();
const filter = casesOf<NWFilter>();
const binding = casesOf<NWFilterBinding>();

export const networks = [
  network('getName', 'name'),
  network('getUUID', 'UUID'),
  network('getUUIDString', 'UUIDString'),
  network('getXMLDesc', 'XMLDesc'),
  network('getBridgeName', 'bridgeName'),
  network('getAutostart', 'autostart'),
  network('isActive', 'isActive'),
  network('isPersistent', 'isPersistent'),
  network('listAllPorts', 'listAllPorts'),
  network('getDHCPLeases', 'DHCPLeases'),
  network('getDHCPLeases', { python: 'DHCPLeases', args: ['52:54:00:00:00:01'] }),
];

/** Of a network with a port of this UUID. */
export const portLookups = (uuid: string) => [
  network('portLookupByUUIDString', { python: 'portLookupByUUIDString', args: [uuid] }),
  network('portLookupByUUID', {
    python: 'portLookupByUUID',
    args: [new Uint8Array(Buffer.from(uuid.replaceAll('-', ''), 'hex'))],
  }),
];

export const ports = [
  port('getNetwork', 'network'),
  port('getUUID', 'UUID'),
  port('getUUIDString', 'UUIDString'),
  port('getXMLDesc', 'XMLDesc'),
  port('getParameters', 'parameters'),
];

export const interfaces = [
  device('getName', 'name'),
  device('getMACString', 'MACString'),
  device('getXMLDesc', 'XMLDesc'),
  device('isActive', 'isActive'),
];

export const filters = [
  filter('getName', 'name'),
  filter('getUUID', 'UUID'),
  filter('getUUIDString', 'UUIDString'),
  filter('getXMLDesc', 'XMLDesc'),
];

export const bindings = [
  binding('getPortDev', 'portDev'),
  binding('getFilterName', 'filterName'),
  binding('getXMLDesc', 'XMLDesc'),
];
