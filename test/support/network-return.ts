import { readdirSync } from 'node:fs';
import { expect, vi } from 'vitest';
import type { PrivateDaemon } from '../../scripts/daemon/index.mjs';
import { type Connection, type ConnectionState, DomainEventType, type ReconnectOptions } from '../../src/index.js';
import { type Child, children } from './network-children.js';

/** Pauses that a test can wait for. */
export const SOON: ReconnectOptions = { initialDelay: 20, maxDelay: 200 };

/** A daemon dies, as it does of a crash. */
export async function crash(daemon: PrivateDaemon): Promise<void> {
  daemon.kill('SIGKILL');
  await daemon.untilExit();
}

/** The programs of this name that this process has started. */
const running = (command: string): Child[] => children().filter((child) => child.command === command);

/** The one program of this name that a connection uses dies. */
export function killProgram(command: string): void {
  const found = running(command);
  expect(found).toHaveLength(1);
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
}

/** Expects that this process has the descriptors and programs again that it has now. */
export function leavesNothing(): () => Promise<void> {
  const count = (): readonly [number, number] => [readdirSync('/proc/self/fd').length, children().length];
  const before = count();
  return () => vi.waitFor(() => expect(count()).toEqual(before), { timeout: 10_000 });
}

/** What a connection went through, in its order: the names of its states, and `'answered'` for the call that waited. */
export type Course = readonly string[];

/** The next state of that name, or the connection's end. */
async function comes(
  states: AsyncIterator<ConnectionState, undefined>,
  name: ConnectionState['state'],
): Promise<ConnectionState> {
  for (;;) {
    const { done, value } = await states.next();
    if (done === true) throw new Error(`there is no state ${name}`);
    if (value.state === name || value.state === 'closed') return value;
  }
}

/**
 * Has a connection to the test driver lost, and expects that it comes back with all that it had: a call that is made at the
 * moment of the loss waits and is answered, events come again, behind their gap, and an object is still good.
 *
 * @param lose breaks it
 * @param restore lets it come back
 */
export async function comesBack(
  connection: Connection,
  lose: () => unknown,
  restore: () => unknown = () => {},
): Promise<Course> {
  const domain = await connection.domainLookupByName('test');
  const events = connection.domainEvents('lifecycle', { domain, gaps: true });
  await events.registered;
  const course: string[] = [];
  let waiting: Promise<string> | undefined;
  const states = connection.states();
  connection.on('state', ({ state }) => {
    course.push(state);
    if (state !== 'lost') return;
    waiting = connection.getHostname().finally(() => course.push('answered'));
    // Where it fails, that is seen when it is waited for.
    waiting.catch(() => {});
  });

  await lose();
  expect(await comes(states, 'lost')).toMatchObject({ state: 'lost' });
  expect([connection.isAlive(), course]).toEqual([false, expect.not.arrayContaining(['answered'])]);
  await restore();
  expect(await comes(states, 'reopened')).toMatchObject({ state: 'reopened', refusals: [] });
  await states.return();
  expect(await waiting).not.toBe('');
  expect(connection.isAlive()).toBe(true);

  expect((await events.next()).value).toMatchObject({ kind: 'gap', from: expect.any(Date), to: expect.any(Date) });
  await domain.suspend();
  expect((await events.next()).value).toMatchObject({ event: DomainEventType.SUSPENDED });
  await domain.resume();
  expect((await events.next()).value).toMatchObject({ event: DomainEventType.RESUMED });
  await events.return();
  const seen = [...new Set(course)];
  expect(seen).toEqual(['lost', 'connecting', 'reopened', 'answered']);
  return course;
}

/**
 * Has a connection lost that is not let in again, and expects that it ends, with a call that waits.
 *
 * @param lose breaks it
 * @param restore has the daemon there again
 * @returns why it ended
 */
export async function endsInstead(
  connection: Connection,
  lose: () => unknown,
  restore: () => unknown,
): Promise<unknown> {
  const states = connection.states();
  await lose();
  await comes(states, 'lost');
  const refused = expect(connection.getHostname()).rejects.toMatchObject({ name: 'ConnectionError', sent: false });
  await restore();
  const end = await comes(states, 'closed');
  await refused;
  expect([end, connection.isAlive()]).toMatchObject([{ state: 'closed', error: { name: 'ConnectionError' } }, false]);
  return end.state === 'closed' ? end.error?.cause : undefined;
}
