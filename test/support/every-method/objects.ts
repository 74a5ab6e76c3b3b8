import {
  type DomainCheckpoint,
  type DomainSnapshot,
  type Interface,
  type Network,
  type NetworkPort,
  NetworkUpdateCommand,
  NetworkUpdateSection,
  type NodeDevice,
  type NWFilter,
  type NWFilterBinding,
  type Secret,
  type StoragePool,
  type StorageVol,
  StorageVolWipeAlgorithm,
} from '../../../src/index.js';
import type { Calls } from './table.js';

const UUID = '00000000-1111-2222-3333-444444444444';
const VOLUME = `<volume><name>other</name><capacity>1024</capacity></volume>`;

export const snapshotCalls: Calls<DomainSnapshot> = {
  delete: [],
  domainRevertToSnapshot: [],
  getDomain: [],
  getName: [],
  getParent: [],
  getXMLDesc: [],
  hasMetadata: [],
  isCurrent: [],
  listAllChildren: [],
  listChildrenNames: [],
  numChildren: [],
};

export const checkpointCalls: Calls<DomainCheckpoint> = {
  delete: [],
  getDomain: [],
  getName: [],
  getParent: [],
  getXMLDesc: [],
  listAllChildren: [],
};

export const networkCalls: Calls<Network> = {
  create: [],
  destroy: [],
  getAutostart: [],
  getBridgeName: [],
  getDHCPLeases: ['52:54:00:00:00:01'],
  getMetadata: [0, 'urn:x'],
  getName: [],
  getUUID: [],
  getUUIDString: [],
  getXMLDesc: [],
  isActive: [],
  isPersistent: [],
  listAllPorts: [],
  portCreateXML: ['<networkport/>'],
  portLookupByUUID: [new Uint8Array(16)],
  portLookupByUUIDString: [UUID],
  setAutostart: [true],
  setMetadata: [0, 'a description'],
  undefine: [],
  update: [
    NetworkUpdateCommand.ADD_LAST,
    NetworkUpdateSection.IP_DHCP_HOST,
    -1,
    `<host mac='52:54:00:00:00:01' ip='192.168.122.45'/>`,
  ],
};

export const portCalls: Calls<NetworkPort> = {
  delete: [],
  getNetwork: [],
  getParameters: [],
  getUUID: [],
  getUUIDString: [],
  getXMLDesc: [],
  setParameters: [{ 'inbound.average': 1000 }],
};

export const interfaceCalls: Calls<Interface> = {
  create: [],
  destroy: [],
  getMACString: [],
  getName: [],
  getXMLDesc: [],
  isActive: [],
  undefine: [],
};

export const poolCalls: Calls<StoragePool> = {
  build: [],
  create: [],
  delete: [],
  destroy: [],
  getAutostart: [],
  getInfo: [],
  getName: [],
  getUUID: [],
  getUUIDString: [],
  getXMLDesc: [],
  isActive: [],
  isPersistent: [],
  listAllVolumes: [],
  listVolumes: [],
  numOfVolumes: [],
  refresh: [],
  setAutostart: [true],
  storageVolCreateXML: [VOLUME],
  storageVolCreateXMLFrom: async (pool) => [VOLUME, await pool.storageVolLookupByName('volume')],
  storageVolLookupByName: ['volume'],
  undefine: [],
};

export const volumeCalls: Calls<StorageVol> = {
  delete: [],
  download: [0n, 1024n],
  downloadToFile: { because: 'it is download, and a file' },
  getInfo: [],
  getInfoFlags: [],
  getKey: [],
  getName: [],
  getPath: [],
  getXMLDesc: [],
  resize: [2048n],
  storagePoolLookupByVolume: [],
  upload: [0n, 1024n],
  uploadFromFile: { because: 'it is upload, and a file' },
  wipe: [],
  wipePattern: [StorageVolWipeAlgorithm.ZERO],
};

export const nodeDeviceCalls: Calls<NodeDevice> = {
  create: [],
  destroy: [],
  detachFlags: ['vfio'],
  dettach: [],
  getAutostart: [],
  getName: [],
  getParent: [],
  getXMLDesc: [],
  isActive: [],
  isPersistent: [],
  listCaps: [],
  numOfCaps: [],
  reAttach: [],
  reset: [],
  setAutostart: [true],
  undefine: [],
  update: ['<device/>'],
};

export const secretCalls: Calls<Secret> = {
  getUUID: [],
  getUUIDString: [],
  getUsageID: [],
  getUsageType: [],
  getValue: [],
  getXMLDesc: [],
  setValue: [Uint8Array.of(1, 2, 3)],
  undefine: [],
};

export const filterCalls: Calls<NWFilter> = {
  getName: [],
  getUUID: [],
  getUUIDString: [],
  getXMLDesc: [],
  undefine: [],
};

export const bindingCalls: Calls<NWFilterBinding> = {
  delete: [],
  getFilterName: [],
  getPortDev: [],
  getXMLDesc: [],
};
