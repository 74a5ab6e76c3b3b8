import { once } from 'node:events';
import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { typed } from '../../src/api/typed-params.js';
import {
  AdmClient,
  AdmServer,
  type AdmThreadPoolParametersInput,
  ClientTransport,
  ConnectCloseReason,
} from '../../src/index.js';
import { openAdmin, virtAdmin, virtAdminNumbers } from '../support/integration-admin.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon({ maxWorkers: 12 });
const user = { uid: process.getuid?.(), gid: process.getgid?.() };

async function libvirtd(): Promise<AdmServer> {
  return (await openAdmin(daemon().adminUri)).lookupServer('libvirtd');
}

it('the servers of a daemon', async () => {
  const admin = await openAdmin(daemon().adminUri);
  const servers = await admin.listServers();
  expect(servers.map((server) => server.getName()).sort()).toEqual(['admin', 'libvirtd']);
  const server = await admin.lookupServer('libvirtd');
  expect(server).toBeInstanceOf(AdmServer);
  expect(server).toMatchObject({ name: 'libvirtd', connection: admin });
  expect(inspect(server)).toBe("AdmServer { name: 'libvirtd' }");
  for (const { name } of servers) expect(virtAdmin(daemon().adminUri, 'srv-list')).toContain(name);
  await expect(admin.lookupServer('none')).rejects.toMatchObject({
    name: 'RemoteError',
    code: 'VIR_ERR_NO_SERVER',
    domain: 'VIR_FROM_RPC',
    procedure: 'CONNECT_LOOKUP_SERVER',
  });
});

it('the threads of a server, as virt-admin sees and sets them', async () => {
  const server = await libvirtd();
  const uri = daemon().adminUri;
  const seen = await server.getThreadPoolParameters();
  expect(seen.maxWorkers).toBe(12);
  // How many of them are idle changes while it is asked.
  const { freeWorkers, jobQueueDepth, ...steady } = virtAdminNumbers(uri, 'srv-threadpool-info', 'libvirtd');
  expect(seen).toMatchObject(steady);
  expect(Object.keys(seen).sort()).toEqual([...Object.keys(steady), 'freeWorkers', 'jobQueueDepth'].sort());
  expect(seen.freeWorkers).toBeLessThanOrEqual(seen.nWorkers);
  expect([freeWorkers, jobQueueDepth]).toEqual([expect.any(Number), expect.any(Number)]);

  await server.setThreadPoolParameters({ maxWorkers: 25, minWorkers: typed.uint(3), prioWorkers: undefined });
  const after = { minWorkers: 3, maxWorkers: 25, prioWorkers: seen.prioWorkers };
  expect(await server.getThreadPoolParameters()).toMatchObject(after);
  expect(virtAdminNumbers(uri, 'srv-threadpool-info', 'libvirtd')).toMatchObject(after);
  virtAdmin(uri, 'srv-threadpool-set', 'libvirtd', '--priority-workers', '7');
  await expect.poll(async () => (await server.getThreadPoolParameters()).prioWorkers).toBe(7);
});

it.each<[params: AdmThreadPoolParametersInput, error: object]>([
  [{ nWorkers: 3 }, { name: 'RemoteError', code: 'VIR_ERR_ARGUMENT_UNSUPPORTED' }],
  [
    { minWorkers: 30, maxWorkers: 4 },
    { name: 'RemoteError', code: 'VIR_ERR_INVALID_ARG' },
  ],
  [{ maxWorkers: typed.ullong(4) }, { name: 'RemoteError', code: 'VIR_ERR_INVALID_ARG' }],
  [{ maxWorkers: -1 }, { name: 'RangeError', code: 'ERR_OUT_OF_RANGE' }],
  [{ maxWorkers: '4' as unknown as number }, { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' }],
])('threads that cannot be: %o', async (params, error) => {
  const server = await libvirtd();
  await expect(server.setThreadPoolParameters(params)).rejects.toMatchObject(error);
});

it('how many clients a server may have, as virt-admin sees and sets it', async () => {
  const server = await libvirtd();
  const uri = daemon().adminUri;
  await expect.poll(() => server.listClients()).toEqual([]);
  expect(await server.getClientLimits()).toEqual(virtAdminNumbers(uri, 'srv-clients-info', 'libvirtd'));
  const connection = await open(daemon().uri('test'));
  expect(connection.isAlive()).toBe(true);
  expect(await server.getClientLimits()).toMatchObject({ nclients: 1, nclients_unauth: 0 });
  await server.setClientLimits({ nclients_max: 77, nclients_unauth_max: 7n });
  expect(virtAdminNumbers(uri, 'srv-clients-info', 'libvirtd')).toEqual({
    nclients_max: 77,
    nclients: 1,
    nclients_unauth_max: 7,
    nclients_unauth: 0,
  });
  virtAdmin(uri, 'srv-clients-set', 'libvirtd', '--max-clients', '88');
  expect(await server.getClientLimits()).toMatchObject({ nclients_max: 88, nclients_unauth_max: 7 });
  await expect(server.setClientLimits({ nclients: 5 })).rejects.toMatchObject({
    code: 'VIR_ERR_ARGUMENT_UNSUPPORTED',
    message: expect.stringContaining('nclients'),
  });
});

it('who its clients are', async () => {
  const server = await libvirtd();
  await expect.poll(() => server.listClients()).toEqual([]);
  const before = BigInt(Math.floor(Date.now() / 1000));
  await open(daemon().uri('test'));
  await open(daemon().uri('test', { readOnly: true }));
  const clients = (await server.listClients()).sort((a, b) => Number(a.id - b.id));
  expect(clients).toHaveLength(2);
  const [writer, reader] = clients as [AdmClient, AdmClient];
  expect(writer).toBeInstanceOf(AdmClient);
  expect(writer.connection).toBe(server.connection);
  expect(writer.getTransport()).toBe(ClientTransport.UNIX);
  expect(writer.getTimestamp()).toBeGreaterThanOrEqual(before);
  expect(writer.getTimestamp()).toBeLessThanOrEqual(BigInt(Math.ceil(Date.now() / 1000)));
  expect(inspect(writer)).toBe(`AdmClient { id: ${writer.id}n, timestamp: ${writer.timestamp}n, transport: 0 }`);
  const info = await writer.getInfo();
  expect(info).toMatchObject({
    readonly: false,
    unix_user_id: user.uid,
    unix_group_id: user.gid,
    unix_process_id: process.pid,
  });
  expect(await reader.getInfo()).toEqual({ ...info, readonly: true });
  const said = virtAdmin(daemon().adminUri, 'client-info', 'libvirtd', `${writer.id}`);
  for (const [name, value] of Object.entries(info)) {
    expect(said).toMatch(new RegExp(`^${name}\\s*: ${value === false ? 'no' : value}$`, 'm'));
  }

  const again = await server.lookupClient(writer.getID());
  expect(again).toMatchObject({ id: writer.id, timestamp: writer.timestamp, transport: writer.transport });
  await expect(server.lookupClient(2n ** 63n)).rejects.toMatchObject({
    code: 'VIR_ERR_NO_CLIENT',
    message: expect.stringContaining('9223372036854775808'),
  });
  await expect(server.lookupClient(1 as unknown as bigint)).rejects.toBeInstanceOf(TypeError);
});

it('the end of a client that the server closes', async () => {
  const server = await libvirtd();
  await expect.poll(() => server.listClients()).toEqual([]);
  const connection = await open(daemon().uri('test'));
  const [client] = (await server.listClients()) as [AdmClient];
  const closed = once(connection, 'close');
  await client.close();
  const [error, reason] = await closed;
  expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECTION_LOST' });
  expect(reason).toBe(ConnectCloseReason.EOF);
  await expect(connection.getHostname()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST', sent: false });
  await expect.poll(() => server.listClients()).toEqual([]);
  await expect(client.getInfo()).rejects.toMatchObject({ code: 'VIR_ERR_NO_CLIENT' });
  await expect(client.close()).rejects.toMatchObject({ code: 'VIR_ERR_NO_CLIENT' });
});

it('TLS files of a server that has no TLS', async () => {
  const server = await libvirtd();
  await expect(server.updateTlsFiles()).rejects.toMatchObject({
    name: 'RemoteError',
    procedure: 'SERVER_UPDATE_TLS_FILES',
    message: expect.stringMatching(/tls/i),
  });
});

it('flags, none of which are defined', async () => {
  const server = await libvirtd();
  const refused = { code: 'VIR_ERR_INVALID_ARG', message: expect.stringContaining('unsupported flags') };
  await expect(server.listClients(1)).rejects.toMatchObject(refused);
  await expect(server.getClientLimits(2)).rejects.toMatchObject(refused);
  await expect(server.getThreadPoolParameters(4)).rejects.toMatchObject(refused);
});
