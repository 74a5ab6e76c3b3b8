import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished, vi } from 'vitest';
import {
  type Connection,
  type ConnectionState,
  DomainEventID,
  DomainEventType,
  type ReconnectOptions,
} from '../../src/index.js';
import { finished } from '../support/host-of.js';
import { builtLibrary } from '../support/integration-built.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();
const SOON: ReconnectOptions = { initialDelay: 20, maxDelay: 200 };
const openDescriptors = (): number => readdirSync('/proc/self/fd').length;

/** The daemon's end and that of its sockets come in any order. */
async function killDaemon(...connections: readonly Connection[]): Promise<void> {
  daemon().kill('SIGKILL');
  await daemon().untilExit();
  await vi.waitFor(() => expect(connections.map((one) => one.isAlive())).not.toContain(true));
}

/** The next state of that name. */
async function comes(states: AsyncIterable<ConnectionState>, name: ConnectionState['state']): Promise<ConnectionState> {
  for await (const state of states) if (state.state === name) return state;
  throw new Error(`there is no state ${name}`);
}

it('tells events again after a gap, makes the calls that wait, and keeps callbacks', async () => {
  const connection = await open(daemon().uri('test'), { reconnect: SOON });
  const events = connection.domainEvents('lifecycle', { gaps: true });
  const ended = connection.domainEvents('lifecycle');
  await Promise.all([events.registered, ended.registered]);
  const [callback, gap] = [vi.fn(), vi.fn()];
  const id = await connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, callback, { gap });
  const domain = await connection.domainLookupByName('test');

  await killDaemon(connection);
  expect(connection.isAlive()).toBe(false);
  const waiting = connection.getHostname();
  await expect(connection.getHostname({ timeout: 20 })).rejects.toMatchObject({ name: 'TimeoutError', sent: false });
  await daemon().restart();
  expect(await waiting).not.toBe('');
  expect(connection.isAlive()).toBe(true);

  expect((await events.next()).value).toMatchObject({ kind: 'gap', from: expect.any(Date), to: expect.any(Date) });
  await expect(ended.next()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_EVENT_GAP' });
  expect(gap).toHaveBeenCalledOnce();
  // Objects are good for every session: they are names.
  await domain.suspend();
  expect((await events.next()).value).toMatchObject({ event: DomainEventType.SUSPENDED });
  expect(callback).toHaveBeenCalledOnce();
  await connection.domainEventDeregisterAny(id);
  await domain.resume();
  expect((await events.next()).value).toMatchObject({ event: DomainEventType.RESUMED });
  expect(callback).toHaveBeenCalledOnce();
  await events.return();
});

it('fails calls that had been sent, and makes reads again where that is asked for', async () => {
  const options = { keepalive: false, reconnect: { ...SOON, retryReads: true } } as const;
  const connection = await open(daemon().uri('test'), options);
  const domain = await connection.domainLookupByName('test');
  // A daemon that is stopped answers nothing.
  daemon().kill('SIGSTOP');
  const read = domain.getInfo();
  const write = domain.setMaxMemory(4_000_000n);
  await delay(50);
  await Promise.all([killDaemon(), expect(write).rejects.toMatchObject({ name: 'ConnectionError', sent: true })]);
  await daemon().restart();
  expect(await read).toMatchObject({ maxMem: 8_388_608n });
});

it('hands over descriptors that the caller has closed meanwhile', async () => {
  const connection = await open(daemon().uri('test'), { reconnect: SOON });
  await killDaemon(connection);
  const fd = openSync('/dev/null', 'r');
  const xml = '<domain type="test"><name>files</name><memory>1024</memory><os><type>hvm</type></os></domain>';
  const created = connection.domainCreateXMLWithFiles(xml, [fd]);
  closeSync(fd);
  await daemon().restart();
  expect((await created).name).toBe('files');
});

it('gives up a daemon that stays away, or is closed in the middle of a pause, and nothing is left', async () => {
  const before = openDescriptors();
  const limited = await open(daemon().uri('test'), { reconnect: { ...SOON, attempts: 3 } });
  const patient = await open(daemon().uri('test'), { reconnect: { initialDelay: 100_000, maxDelay: 100_000 } });
  onTestFinished(() => daemon().restart());
  const states = limited.states();
  const closed = vi.fn();
  limited.on('close', closed);
  const waits = patient.states();
  await killDaemon(limited);
  const waiting = limited.getHostname();
  await expect(waiting).rejects.toMatchObject({ name: 'ConnectionError', sent: false });
  expect(await comes(states, 'closed')).toMatchObject({
    error: { message: expect.stringContaining('3 attempts to make it again have failed') },
  });
  await comes(waits, 'connecting');
  await patient.close();
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  await vi.waitFor(() => expect(openDescriptors()).toBe(before));
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
  expect(timers.length).toBeLessThanOrEqual(1);
});

it('keeps a process alive, whose connection is unreferenced, while a call waits', async () => {
  const program = fileURLToPath(new URL('../../fixtures/unreferenced.mjs', import.meta.url));
  const options = JSON.stringify({ reconnect: { initialDelay: 500, maxDelay: 500 } });
  const args = [program, builtLibrary(), daemon().uri('test'), options, 'lost'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const end = finished(child);
  while (!String(await once(child.stdout, 'data')).includes('done'));
  await killDaemon();
  await daemon().restart();
  expect(await end).toEqual({ stdout: 'TEST\ndone\nTEST\n', stderr: '', status: 0 });
});
