import { beforeAll } from 'vitest';
import type { Interface, Network, NodeDevice, StoragePool, StorageVol } from '../../src/index.js';
import { useDaemon } from '../support/integration-daemon.js';
import { connectionFailures } from './cases/failures.js';
import { host } from './cases/host.js';
import { lists } from './cases/lists.js';
import {
  deviceLookups,
  domainLookupByID,
  domainLookups,
  interfaceLookups,
  networkLookups,
  poolLookups,
  volumeLookups,
} from './cases/lookups.js';
import { interfaces, networks } from './cases/networks.js';
import { nodeDevices } from './cases/node-devices.js';
import { statistics } from './cases/statistics.js';
import { pools, volumes } from './cases/storage.js';
import { agree, onConnection, type Subject, useClients } from './support/agreement.js';

const daemon = useDaemon();
const clients = useClients(() => daemon().uri('test'));

/** What `test:///default` always has. */
const DOMAIN = { name: 'test', uuid: '6695eb01-f6a4-8304-79aa-97f2502e193f' };
const NETWORK = { name: 'default', uuid: 'dd8fe884-6c02-601e-7551-cca97df1c5df' };
const POOL = { name: 'default-pool', uuid: 'dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566' };
const INTERFACE = { name: 'eth1', mac: 'aa:bb:cc:dd:ee:ff' };
const DEVICE = 'scsi_host1';

beforeAll(async () => {
  const { connection } = clients();
  const pool = await connection.storagePoolLookupByName(POOL.name);
  await pool.storageVolCreateXML(`<volume><name>small</name><capacity unit='bytes'>1048577</capacity></volume>`);
  await connection.domainDefineXML(
    `<domain type='test'><name>off</name><memory>1024</memory><os><type>hvm</type></os></domain>`,
  );
  await connection.networkDefineXML(`<network><name>off</name><bridge name='virbr9'/></network>`);
  await connection.storagePoolDefineXML(`<pool type='dir'><name>off</name><target><path>/off</path></target></pool>`);
  await connection.interfaceDefineXML(
    `<interface type='ethernet' name='eth9'><mac address='aa:bb:cc:dd:ee:99'/></interface>`,
  );
});

agree(clients, onConnection, [
  ...host,
  ...connectionFailures,
  ...lists,
  ...statistics(DOMAIN.name),
  ...domainLookups(DOMAIN),
  ...domainLookupByID,
  ...networkLookups(NETWORK),
  ...interfaceLookups(INTERFACE.name, INTERFACE.mac),
  ...poolLookups(POOL, () => '/default-pool'),
  ...volumeLookups(() => '/default-pool/small'),
  ...deviceLookups(DEVICE),
]);

for (const name of [NETWORK.name, 'off']) {
  const network: Subject<Network> = {
    name: `the network ${name}`,
    of: 'Network',
    ours: (connection) => connection.networkLookupByName(name),
    theirs: [['networkLookupByName', [name]]],
  };
  agree(clients, network, networks);
}

for (const name of [INTERFACE.name, 'eth9']) {
  const one: Subject<Interface> = {
    name: `the interface ${name}`,
    of: 'Interface',
    ours: (connection) => connection.interfaceLookupByName(name),
    theirs: [['interfaceLookupByName', [name]]],
  };
  agree(clients, one, interfaces);
}

for (const name of [POOL.name, 'off']) {
  const pool: Subject<StoragePool> = {
    name: `the pool ${name}`,
    of: 'StoragePool',
    ours: (connection) => connection.storagePoolLookupByName(name),
    theirs: [['storagePoolLookupByName', [name]]],
  };
  agree(clients, pool, pools('small'));
}

const volume: Subject<StorageVol> = {
  name: 'a volume',
  of: 'StorageVol',
  ours: (connection) => connection.storageVolLookupByPath('/default-pool/small'),
  theirs: [['storageVolLookupByPath', ['/default-pool/small']]],
};
agree(clients, volume, volumes);

for (const name of ['computer', DEVICE]) {
  const device: Subject<NodeDevice> = {
    name: `the device ${name}`,
    of: 'NodeDevice',
    ours: (connection) => connection.nodeDeviceLookupByName(name),
    theirs: [['nodeDeviceLookupByName', [name]]],
  };
  agree(clients, device, nodeDevices);
}
