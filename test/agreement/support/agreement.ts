import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { type Connection, connect, RemoteError } from '../../../src/index.js';
import type { Case } from './case.js';
import { type Failure, type Outcome, Peer, type Step } from './peer.js';
import { isBetween, plainOf } from './value.js';

declare module 'vitest' {
  interface TaskMeta {
    /** The method that both clients agree on, and whether on a result or on an error. */
    agreement?: { method: string; on: 'result' | 'error' };
  }
}

/** How often the readings of a value that changes are repeated until this library's lies between two of C's. */
const ATTEMPTS = 40;

/** Both clients, connected to the same daemon. */
export interface Clients {
  readonly connection: Connection;
  readonly peer: Peer;
}

/** Both clients, for as long as the tests of a file run. */
export function useClients(uri: () => string): () => Clients {
  let clients: Clients | undefined;
  beforeAll(async () => {
    clients = { connection: await connect(uri()), peer: await Peer.start(uri()) };
  });
  afterAll(async () => {
    await clients?.peer.stop();
    await clients?.connection.close();
  });
  return () => {
    if (clients === undefined) throw new Error('the clients are connected only during tests');
    return clients;
  };
}

/** An object that both clients can get hold of. */
export interface Subject<T> {
  /** What it is, as in "a running guest". */
  readonly name: string;
  readonly of: string;
  readonly ours: (connection: Connection) => T | Promise<T>;
  readonly theirs: readonly Step[];
}

/** The connection itself. */
export const onConnection: Subject<Connection> = {
  name: 'the connection',
  of: 'Connection',
  ours: (connection) => connection,
  theirs: [],
};

/** A test for each case: both clients get the same result, or the same error. */
export function agree<T extends object>(
  clients: () => Clients,
  { name, of, ours, theirs }: Subject<T>,
  cases: readonly Case<T>[],
): void {
  describe(name, () => {
    const seen = new Map<string, number>();
    for (const one of cases) {
      const times = (seen.get(one.method) ?? 0) + 1;
      seen.set(one.method, times);
      it(`${of}.${one.method}${times > 1 ? `, ${times}` : ''}`, async ({ task }: TestContext) => {
        const { connection, peer } = clients();
        const object = await ours(connection);
        const asked = (): Promise<Outcome> => theirOutcome(peer, theirs, one);
        const on = await compare(() => ourOutcome(connection, object, one), asked);
        task.meta.agreement = { method: `${of}.${one.method}`, on };
      });
    }
  });
}

async function compare(ours: () => Promise<Outcome>, theirs: () => Promise<Outcome>): Promise<'result' | 'error'> {
  let before = await theirs();
  for (let attempt = 1; ; attempt++) {
    const mine = await ours();
    const after = await theirs();
    if ('error' in mine || 'error' in after) {
      expect(mine).toEqual(after);
      return 'error';
    }
    if ('value' in before && isBetween(mine.value, before.value, after.value)) return 'result';
    if (attempt === ATTEMPTS) expect(mine).toEqual(after);
    before = after;
  }
}

async function ourOutcome<T extends object>(
  connection: Connection,
  object: T,
  { method, args, ours }: Case<T>,
): Promise<Outcome> {
  try {
    const call = object[method] as (...args: readonly unknown[]) => unknown;
    return { value: plainOf(ours(await call.apply(object, [...(await args(connection))]))) };
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    return { error: failureOf(error) };
  }
}

async function theirOutcome<T>(peer: Peer, path: readonly Step[], one: Case<T>): Promise<Outcome> {
  const outcome = await peer.ask([...path, [one.python, one.theirArgs()]]);
  return 'value' in outcome ? { value: one.theirs(outcome.value) } : outcome;
}

function failureOf(error: RemoteError): Failure {
  const { errno, domain, level, message, str1, str2, str3, int1, int2 } = error;
  return { errno, domain, level, message, str1, str2, str3, int1, int2 };
}
