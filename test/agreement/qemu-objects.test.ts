import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import type {
  Interface,
  Network,
  NetworkPort,
  NodeDevice,
  NWFilter,
  NWFilterBinding,
  Secret,
  StoragePool,
  StorageVol,
} from '../../src/index.js';
import { useDaemon } from '../support/integration-daemon.js';
import { host } from './cases/host.js';
import { lists, secretAndFilterLists } from './cases/lists.js';
import {
  bindingLookups,
  deviceLookups,
  filterLookups,
  interfaceLookups,
  networkLookups,
  poolLookups,
  secretLookups,
  volumeLookups,
} from './cases/lookups.js';
import { bindings, filters, interfaces, networks, portLookups, ports } from './cases/networks.js';
import { nodeDevices } from './cases/node-devices.js';
import { secrets } from './cases/secrets.js';
import { pools, volumes } from './cases/storage.js';
import { agree, onConnection, type Subject, useClients } from './support/agreement.js';
import { NETWORK, startNetwork } from './support/guests.js';

const daemon = useDaemon({ privateNetwork: true });
const clients = useClients(() => daemon().uri('qemu'));

const uuid = (number: number): string => `5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f002${number}`;
const POOL = { name: 'pool', uuid: uuid(0) };
const FILTER = { name: 'filter', uuid: uuid(1) };
const SECRET = { uuid: uuid(2), usageID: '/secret' };
const PORT = uuid(3);
const target = (): string => join(daemon().state, 'pool');

beforeAll(async () => {
  const { connection } = clients();
  const network = await startNetwork(connection, daemon().state);
  await network.portCreateXML(`<networkport><uuid>${PORT}</uuid>
    <owner><name>owner</name><uuid>${uuid(4)}</uuid></owner><mac address='52:54:00:00:00:02'/></networkport>`);
  mkdirSync(target());
  const pool = await connection.storagePoolCreateXML(
    `<pool type='dir'><name>${POOL.name}</name><uuid>${POOL.uuid}</uuid><target><path>${target()}</path></target></pool>`,
  );
  for (const [format, bytes] of [
    ['raw', 1_048_577],
    ['qcow2', 35_184_372_088_832],
  ]) {
    await pool.storageVolCreateXML(`<volume><name>${format}</name><capacity unit='bytes'>${bytes}</capacity>
      <allocation>0</allocation><target><format type='${format}'/></target></volume>`);
  }
  const secret = await connection.secretDefineXML(`<secret ephemeral='no' private='no'><uuid>${SECRET.uuid}</uuid>
    <usage type='volume'><volume>${SECRET.usageID}</volume></usage></secret>`);
  await secret.setValue(Uint8Array.of(0, 1, 127, 128, 255));
  await connection.nwFilterDefineXML(`<filter name='${FILTER.name}' chain='root'><uuid>${FILTER.uuid}</uuid></filter>`);
  await connection.nwFilterBindingCreateXML(`<filterbinding>
    <owner><name>owner</name><uuid>${uuid(4)}</uuid></owner><portdev name='${NETWORK.bridge}'/>
    <mac address='52:54:00:00:00:02'/><filterref filter='${FILTER.name}'/></filterbinding>`);
});

agree(clients, onConnection, [
  ...host,
  ...lists,
  ...secretAndFilterLists,
  ...networkLookups(NETWORK),
  ...poolLookups(POOL, target),
  ...volumeLookups(() => join(target(), 'qcow2')),
  ...secretLookups(SECRET.uuid, SECRET.usageID),
  ...filterLookups(FILTER),
  ...bindingLookups(NETWORK.bridge),
  ...interfaceLookups('lo', '00:00:00:00:00:00'),
  ...deviceLookups('computer'),
]);

const network: Subject<Network> = {
  name: 'a network that leases addresses',
  of: 'Network',
  ours: (connection) => connection.networkLookupByName(NETWORK.name),
  theirs: [['networkLookupByName', [NETWORK.name]]],
};
agree(clients, network, [...networks, ...portLookups(PORT)]);

const port: Subject<NetworkPort> = {
  name: 'a port of it',
  of: 'NetworkPort',
  ours: async (connection) => (await network.ours(connection)).portLookupByUUIDString(PORT),
  theirs: [...network.theirs, ['portLookupByUUIDString', [PORT]]],
};
agree(clients, port, ports);

const pool: Subject<StoragePool> = {
  name: 'a pool that is a folder',
  of: 'StoragePool',
  ours: (connection) => connection.storagePoolLookupByName(POOL.name),
  theirs: [['storagePoolLookupByName', [POOL.name]]],
};
agree(clients, pool, pools('raw'));

for (const format of ['raw', 'qcow2']) {
  const volume: Subject<StorageVol> = {
    name: `a ${format} volume`,
    of: 'StorageVol',
    ours: async (connection) => (await pool.ours(connection)).storageVolLookupByName(format),
    theirs: [...pool.theirs, ['storageVolLookupByName', [format]]],
  };
  agree(clients, volume, volumes);
}

const secret: Subject<Secret> = {
  name: 'a secret',
  of: 'Secret',
  ours: (connection) => connection.secretLookupByUUIDString(SECRET.uuid),
  theirs: [['secretLookupByUUIDString', [SECRET.uuid]]],
};
agree(clients, secret, secrets);

const filter: Subject<NWFilter> = {
  name: 'a filter',
  of: 'NWFilter',
  ours: (connection) => connection.nwFilterLookupByName(FILTER.name),
  theirs: [['nwfilterLookupByName', [FILTER.name]]],
};
agree(clients, filter, filters);

const binding: Subject<NWFilterBinding> = {
  name: 'a binding of it',
  of: 'NWFilterBinding',
  ours: (connection) => connection.nwFilterBindingLookupByPortDev(NETWORK.bridge),
  theirs: [['nwfilterBindingLookupByPortDev', [NETWORK.bridge]]],
};
agree(clients, binding, bindings);

const loopback: Subject<Interface> = {
  name: 'the loopback interface',
  of: 'Interface',
  ours: (connection) => connection.interfaceLookupByName('lo'),
  theirs: [['interfaceLookupByName', ['lo']]],
};
agree(clients, loopback, interfaces);

for (const name of ['computer', 'net_lo_00_00_00_00_00_00']) {
  const device: Subject<NodeDevice> = {
    name: `the device ${name}`,
    of: 'NodeDevice',
    ours: (connection) => connection.nodeDeviceLookupByName(name),
    theirs: [['nodeDeviceLookupByName', [name]]],
  };
  agree(clients, device, nodeDevices);
}
