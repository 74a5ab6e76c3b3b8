import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  type AdmClient,
  type AdmConnection,
  AuthError,
  type ConnectionState,
  type ReconnectOptions,
} from '../../src/index.js';
import { openAdmin } from '../support/integration-admin.js';
import { useDaemon } from '../support/integration-daemon.js';
import { openDescriptors } from '../support/test-session.js';

const daemon = useDaemon();
const SOON: ReconnectOptions = { initialDelay: 20, maxDelay: 200 };

/** The daemon's end and that of its sockets come in any order. */
async function killDaemon(admin?: AdmConnection): Promise<void> {
  daemon().kill('SIGKILL');
  await daemon().untilExit();
  if (admin !== undefined) await vi.waitFor(() => expect(admin.isAlive()).toBe(false));
}

/** What becomes of a connection, from its loss on. */
function record(admin: AdmConnection): ConnectionState[] {
  const states: ConnectionState[] = [];
  admin.on('state', (state) => states.push(state));
  return states;
}

const namesOf = (servers: readonly { readonly name: string }[]): string[] => servers.map(({ name }) => name).sort();

it('answers, after the daemon has been restarted, what was asked while it was down', async () => {
  const admin = await openAdmin(daemon().adminUri, { reconnect: SOON });
  const states = record(admin);
  const server = await admin.lookupServer('libvirtd');
  await server.setThreadPoolParameters({ maxWorkers: 31 });

  await killDaemon(admin);
  const waiting = admin.listServers();
  await expect(admin.listServers(0, { timeout: 20 })).rejects.toMatchObject({ name: 'TimeoutError', sent: false });
  await daemon().restart();
  expect(namesOf(await waiting)).toEqual(['admin', 'libvirtd']);
  expect(admin.isAlive()).toBe(true);
  // A server is a name; what was set until the daemon ends, is not set any more.
  expect((await server.getThreadPoolParameters()).maxWorkers).not.toBe(31);
  const own = await admin.lookupServer('admin');
  const infos = await Promise.all((await own.listClients()).map((client) => client.getInfo()));
  expect(infos.filter(({ unix_process_id }) => unix_process_id === process.pid)).toHaveLength(1);

  const names = states.map(({ state }) => state);
  expect([names[0], names[1], names.at(-1)]).toEqual(['lost', 'connecting', 'reopened']);
  expect(new Set(names.slice(1, -1))).toEqual(new Set(['connecting']));
  const failed = states.find((state) => state.state === 'connecting' && state.attempt === 2);
  expect(failed).toMatchObject({ error: { name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECT' } });
  expect(states.at(-1)).toMatchObject({ from: expect.any(Date), to: expect.any(Date), refusals: [] });
});

it('asks no daemon about a client whose number another has given', async () => {
  await killDaemon();
  await daemon().restart();
  const admin = await openAdmin(daemon().adminUri, { reconnect: SOON });
  const clientsOf = async (): Promise<AdmClient[]> => (await admin.lookupServer('admin')).listClients();
  const [old] = await clientsOf();
  await killDaemon(admin);
  const gone = { name: 'ConnectionError', sent: false };
  await expect(old?.getInfo()).rejects.toMatchObject(gone);
  await daemon().restart();
  const [own] = await clientsOf();
  expect(own?.id).toBe(old?.id);
  await expect(old?.close()).rejects.toMatchObject(gone);
  expect((await own?.getInfo())?.unix_process_id).toBe(process.pid);
});

it('comes back from a daemon that has ended in order, as often as it is restarted', async () => {
  const admin = await openAdmin(daemon().adminUri, { reconnect: SOON });
  for (let times = 0; times < 2; times++) {
    daemon().kill('SIGTERM');
    await daemon().untilExit();
    await vi.waitFor(() => expect(admin.isAlive()).toBe(false));
    await daemon().restart();
    expect(await admin.getLibVersion()).toBeTypeOf('bigint');
  }
});

it('fails calls that had been sent, and makes reads again where that is asked for', async () => {
  const admin = await openAdmin(daemon().adminUri, { keepalive: false, reconnect: { ...SOON, retryReads: true } });
  // A daemon that is stopped answers nothing.
  daemon().kill('SIGSTOP');
  const read = admin.listServers();
  const write = admin.setLoggingFilters('1:rpc');
  await delay(50);
  await Promise.all([killDaemon(), expect(write).rejects.toMatchObject({ name: 'ConnectionError', sent: true })]);
  await daemon().restart();
  expect(namesOf(await read)).toEqual(['admin', 'libvirtd']);
  expect(await admin.getLoggingFilters()).toBe(null);
});

it('has calls fail at once, or is closed, while the daemon is down, and nothing is left', async () => {
  const before = openDescriptors();
  const hasty = await openAdmin(daemon().adminUri, { reconnect: { ...SOON, whileLost: 'fail' } });
  const patient = await openAdmin(daemon().adminUri, { reconnect: { initialDelay: 100_000, maxDelay: 100_000 } });
  const limited = await openAdmin(daemon().adminUri, { reconnect: { ...SOON, attempts: 2 } });
  onTestFinished(() => daemon().restart());
  const ends = Promise.all([patient, limited].map((admin) => new Promise((resolve) => admin.once('close', resolve))));
  await killDaemon(hasty);
  await expect(hasty.listServers()).rejects.toMatchObject({ name: 'ConnectionError', sent: false });
  const waiting = patient.listServers();
  await Promise.all([
    expect(waiting).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED', sent: false }),
    patient.close(),
  ]);
  expect(await ends).toMatchObject([
    null,
    { message: expect.stringMatching(/2 attempts to make it again have failed: cannot connect to libvirtd:/u) },
  ]);
  await hasty.close();
  await vi.waitFor(() => expect(openDescriptors()).toBe(before));
});

it('tells why another user does not let it in, and comes back to its own daemon', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [link, foreign] = [join(folder, 'link'), join(folder, 'foreign')];
  const leadTo = (socket: string): void => {
    rmSync(link, { force: true });
    symlinkSync(socket, link);
  };
  // An admin server hangs up on whom it does not like, without a word.
  const other = createServer((socket) => socket.destroy()).listen(foreign);
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  chownSync(foreign, 65534, 65534);

  leadTo(daemon().adminSocket);
  const admin = await openAdmin(`libvirtd:///system?socket=${link}`, { reconnect: SOON });
  const states = record(admin);
  leadTo(foreign);
  await killDaemon(admin);
  const errors = (): unknown[] => states.map((state) => ('error' in state ? state.error : null));
  await vi.waitFor(() => expect(errors()).toContainEqual(expect.objectContaining({ name: 'AuthError' })));
  expect(errors().find((error) => error instanceof AuthError)).toMatchObject({
    message: expect.stringContaining(`${link} is of user 65534`),
  });
  leadTo(daemon().adminSocket);
  await daemon().restart();
  expect(await admin.getLibVersion()).toBeTypeOf('bigint');
});

it('is given up by keepalive as it was set last, and comes back', async () => {
  const admin = await openAdmin(daemon().adminUri, { keepalive: false, reconnect: SOON });
  await killDaemon(admin);
  admin.setKeepAlive(1, 1);
  await daemon().restart();
  await admin.listServers();
  const states = record(admin);
  daemon().kill('SIGSTOP');
  onTestFinished(() => daemon().kill('SIGCONT'));
  await vi.waitFor(() => expect(states[0]).toMatchObject({ state: 'lost' }), { timeout: 10_000 });
  expect(states[0]).toMatchObject({ error: { code: 'ERR_LIBVIRT_KEEPALIVE' } });
  daemon().kill('SIGCONT');
  expect(namesOf(await admin.listServers())).toEqual(['admin', 'libvirtd']);
});
