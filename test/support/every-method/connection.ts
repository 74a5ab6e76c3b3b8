import {
  type Connection,
  DomainEventID,
  DomainStatsTypes,
  NetworkEventID,
  NodeDeviceEventID,
  NodeSuspendTarget,
  SecretEventID,
  SecretUsageType,
  StoragePoolEventID,
} from '../../../src/index.js';
import { opened } from '../qemu-image.js';
import { type Calls, type Elsewhere, ITERATOR } from './table.js';

const LOCAL: Elsewhere = { because: 'it asks the daemon nothing' };
const UUID = '00000000-1111-2222-3333-444444444444';
const UUID_BYTES = new Uint8Array(Buffer.from(UUID.replaceAll('-', ''), 'hex'));
const CPU = '<cpu><arch>x86_64</arch><model>qemu64</model></cpu>';
const ignore = (): void => {};

export const domainXml = (name: string): string => `<domain type='test'>
  <name>${name}</name><memory unit='KiB'>8388608</memory><vcpu current='2'>4</vcpu><iothreads>2</iothreads>
  <os><type arch='i686'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'><source file='/disk'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><mac address='aa:bb:cc:dd:ee:01'/><source network='default'/></interface>
    <graphics type='vnc'/>
  </devices>
</domain>`;

/** The host, and the connection itself. */
const host: Calls<Connection> = {
  baselineCPU: [[CPU]],
  baselineHypervisorCPU: ['/usr/bin/qemu', 'x86_64', 'pc', 'qemu', [CPU]],
  close: { because: 'what comes after it: the end of every test' },
  compareCPU: [CPU],
  compareHypervisorCPU: ['/usr/bin/qemu', 'x86_64', 'pc', 'qemu', CPU],
  domainXMLFromNative: ['qemu-argv', 'qemu -m 16'],
  domainXMLToNative: ['qemu-argv', domainXml('native')],
  findStoragePoolSources: ['logical', '<source/>'],
  getCapabilities: [],
  getCPUModelNames: ['x86_64'],
  getDomainCapabilities: ['/usr/bin/qemu', 'x86_64', 'pc', 'qemu'],
  getHostname: [],
  getLibVersion: [],
  getMaxVcpus: ['qemu'],
  getStoragePoolCapabilities: [],
  getSysinfo: [],
  getType: [],
  getURI: [],
  getVersion: [],
  isAlive: [],
  isEncrypted: [],
  isSecure: [],
  nodeAllocPages: [[2048], [1n], 0, 1],
  nodeGetCPUMap: [],
  nodeGetCPUStats: [0],
  nodeGetCellsFreeMemory: [0, 2],
  nodeGetFreeMemory: [],
  nodeGetFreePages: [[4, 2048], 0, 1],
  nodeGetInfo: [],
  nodeGetMemoryParameters: [],
  nodeGetMemoryStats: [0],
  nodeGetSEVInfo: [],
  nodeGetSecurityModel: [],
  nodeSetMemoryParameters: [{ shm_pages_to_scan: 100 }],
  // The test driver suspends nothing.
  nodeSuspendForDuration: [NodeSuspendTarget.MEM, 60n],
  ref: LOCAL,
  registerCloseCallback: [ignore],
  setIdentity: [{ 'user-name': 'nobody' }],
  setKeepAlive: LOCAL,
  states: LOCAL,
  unref: LOCAL,
  unregisterCloseCallback: async (connection) => {
    await connection.registerCloseCallback(ignore);
    return [ignore];
  },
};

const domains: Calls<Connection> = {
  domainCreateLinux: [domainXml('linux')],
  domainCreateXML: [domainXml('created')],
  domainCreateXMLWithFiles: () => [domainXml('files'), [opened('/dev/null', 'r')]],
  domainDefineXML: [domainXml('defined')],
  domainDefineXMLFlags: [domainXml('flags')],
  domainListGetStats: async (connection) => [
    [await connection.domainLookupByName('test')],
    DomainStatsTypes.STATE | DomainStatsTypes.VCPU,
  ],
  domainLookupByID: [1],
  domainLookupByName: ['test'],
  domainLookupByUUID: [UUID_BYTES],
  domainLookupByUUIDString: [UUID],
  domainQemuAttach: [4_194_000],
  domainRestore: ['/nonexistent'],
  domainRestoreFlags: ['/nonexistent', domainXml('restored')],
  domainRestoreParams: [{ file: '/nonexistent', dxml: domainXml('restored') }],
  domainSaveImageDefineXML: ['/nonexistent', domainXml('restored')],
  domainSaveImageGetXMLDesc: ['/nonexistent'],
  getAllDomainStats: [],
  listAllDomains: [],
  listDefinedDomains: [],
  listDomains: [],
  numOfDefinedDomains: [],
  numOfDomains: [],
};

const others: Calls<Connection> = {
  interfaceChangeBegin: [],
  interfaceChangeCommit: [],
  interfaceChangeRollback: [],
  interfaceDefineXML: [`<interface type='ethernet' name='eth8'><mac address='aa:bb:cc:dd:ee:88'/></interface>`],
  interfaceLookupByMACString: ['aa:bb:cc:dd:ee:ff'],
  interfaceLookupByName: ['eth1'],
  listAllInterfaces: [],
  listAllNWFilterBindings: [],
  listAllNWFilters: [],
  listAllNetworks: [],
  listAllNodeDevices: [],
  listAllSecrets: [],
  listAllStoragePools: [],
  listDefinedInterfaces: [],
  listDefinedNetworks: [],
  listDefinedStoragePools: [],
  listInterfaces: [],
  listNWFilters: [],
  listNetworks: [],
  listSecrets: [],
  listStoragePools: [],
  networkCreateXML: [`<network><name>created</name><bridge name='virbr11'/></network>`],
  networkCreateXMLFlags: [`<network><name>flags</name><bridge name='virbr12'/></network>`],
  networkDefineXML: [`<network><name>defined</name><bridge name='virbr13'/></network>`],
  networkDefineXMLFlags: [`<network><name>defined</name><bridge name='virbr14'/></network>`],
  networkLookupByName: ['default'],
  networkLookupByUUID: [UUID_BYTES],
  networkLookupByUUIDString: [UUID],
  nodeDeviceCreateXML: [`<device><parent>scsi_host1</parent><capability type='scsi_host'/></device>`],
  nodeDeviceDefineXML: [`<device><parent>scsi_host1</parent><capability type='mdev'/></device>`],
  nodeDeviceLookupByName: ['computer'],
  nodeDeviceLookupSCSIHostByWWN: ['2000000012341234', '1000000012341234'],
  nodeListDevices: ['system'],
  nodeNumOfDevices: ['system'],
  numOfDefinedInterfaces: [],
  numOfDefinedNetworks: [],
  numOfDefinedStoragePools: [],
  numOfInterfaces: [],
  numOfNWFilters: [],
  numOfNetworks: [],
  numOfSecrets: [],
  numOfStoragePools: [],
  nwFilterBindingCreateXML: ['<filterbinding/>'],
  nwFilterBindingLookupByPortDev: ['eth0'],
  nwFilterDefineXML: [`<filter name='defined'/>`],
  nwFilterDefineXMLFlags: [`<filter name='flags'/>`],
  nwFilterLookupByName: ['defined'],
  nwFilterLookupByUUID: [UUID_BYTES],
  nwFilterLookupByUUIDString: [UUID],
  secretDefineXML: ['<secret/>'],
  secretLookupByUUID: [UUID_BYTES],
  secretLookupByUUIDString: [UUID],
  secretLookupByUsage: [SecretUsageType.VOLUME, '/secret'],
  storagePoolCreateXML: [`<pool type='dir'><name>created</name><target><path>/created</path></target></pool>`],
  storagePoolDefineXML: [`<pool type='dir'><name>defined</name><target><path>/defined</path></target></pool>`],
  storagePoolLookupByName: ['default-pool'],
  storagePoolLookupByTargetPath: ['/default-pool'],
  storagePoolLookupByUUID: [UUID_BYTES],
  storagePoolLookupByUUIDString: [UUID],
  storageVolLookupByKey: ['/nonexistent'],
  storageVolLookupByPath: ['/nonexistent'],
};

const events: Calls<Connection> = {
  domainEventDeregister: async (connection) => {
    await connection.domainEventRegister(ignore);
    return [ignore];
  },
  domainEventDeregisterAny: async (connection) => [
    await connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, ignore),
  ],
  domainEventRegister: [ignore],
  domainEventRegisterAny: [null, DomainEventID.LIFECYCLE, ignore],
  domainEvents: ITERATOR,
  iterateDomains: ITERATOR,
  iterateDomainStats: ITERATOR,
  domainQemuMonitorEventDeregister: { because: 'only the qemu driver registers what it could take back' },
  domainQemuMonitorEventRegister: [null, 'STOP', ignore],
  networkEventDeregisterAny: async (connection) => [
    await connection.networkEventRegisterAny(null, NetworkEventID.LIFECYCLE, ignore),
  ],
  networkEventRegisterAny: [null, NetworkEventID.LIFECYCLE, ignore],
  networkEvents: ITERATOR,
  nodeDeviceEventDeregisterAny: async (connection) => [
    await connection.nodeDeviceEventRegisterAny(null, NodeDeviceEventID.LIFECYCLE, ignore),
  ],
  nodeDeviceEventRegisterAny: [null, NodeDeviceEventID.LIFECYCLE, ignore],
  nodeDeviceEvents: ITERATOR,
  qemuMonitorEvents: ITERATOR,
  secretEventDeregisterAny: { because: 'the test driver, which has no secrets, registers nothing to take back' },
  secretEventRegisterAny: [null, SecretEventID.LIFECYCLE, ignore],
  secretEvents: ITERATOR,
  storagePoolEventDeregisterAny: async (connection) => [
    await connection.storagePoolEventRegisterAny(null, StoragePoolEventID.LIFECYCLE, ignore),
  ],
  storagePoolEventRegisterAny: [null, StoragePoolEventID.LIFECYCLE, ignore],
  storagePoolEvents: ITERATOR,
};

export const connectionCalls: Calls<Connection> = { ...host, ...domains, ...others, ...events };
