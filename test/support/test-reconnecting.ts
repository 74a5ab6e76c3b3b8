import { onTestFinished } from 'vitest';
import type { AdmConnection } from '../../src/api/admin/connection.js';
import type { AdminSettings } from '../../src/api/admin/open.js';
import { sessionOf } from '../../src/api/connection/base.js';
import type { Connection } from '../../src/api/connection/connection.js';
import type { ConnectionLife } from '../../src/api/connection/life.js';
import type { ConnectionState } from '../../src/api/connection/state.js';
import { openReconnecting } from '../../src/api/reconnect/open.js';
import { openReconnectingAdmin } from '../../src/api/reconnect/open-admin.js';
import { type ReconnectOptions, reconnectPlanOf } from '../../src/api/reconnect/options.js';
import { procedures as admin } from '../../src/protocol/generated/admin/index.js';
import { procedures, REMOTE_AUTH_NONE } from '../../src/protocol/generated/remote/index.js';
import { WITHOUT_CREDENTIALS } from '../../src/rpc/authenticate.js';
import { Progress } from '../../src/rpc/progress.js';
import type { ReconnectPlan } from '../../src/rpc/reconnecting/plan.js';
import { Session } from '../../src/rpc/session.js';
import { answer } from './test-connection.js';
import { TestPeer } from './test-peer.js';

const { AUTH_LIST, CONNECT_OPEN, CONNECT_SUPPORTS_FEATURE, CONNECT_GET_URI, CONNECT_REGISTER_CLOSE_CALLBACK } =
  procedures;

/** Answers what `connect` asks, where keepalive is off. Returns the URI that it opened. */
export async function openAt(
  peer: TestPeer,
  { uri, eventCallbacks = true }: { uri?: string; eventCallbacks?: boolean } = {},
): Promise<string> {
  await answer(peer, AUTH_LIST, { types: [REMOTE_AUTH_NONE] });
  const { name } = await answer(peer, CONNECT_OPEN, undefined);
  await answer(peer, CONNECT_SUPPORTS_FEATURE, { supported: eventCallbacks ? 1 : 0 });
  await answer(peer, CONNECT_SUPPORTS_FEATURE, { supported: 1 });
  if (name === '') await answer(peer, CONNECT_GET_URI, { uri: uri ?? 'test:///found' });
  await answer(peer, CONNECT_REGISTER_CLOSE_CALLBACK, undefined);
  return name ?? '';
}

/** A connection that comes back, whose daemons are in the test's hands: each time that it connects there is another. */
export class Daemons {
  /** What is dialled next: a daemon, or the error of one that is not there. */
  #next: ((outcome: TestPeer | Error) => void)[] = [];
  #waiting: (TestPeer | Error)[] = [];
  /** How often it was dialled. */
  dialled = 0;
  /** The signal of the last dialling. */
  signal: AbortSignal | undefined;

  /** There is a daemon, the next time that one is looked for. */
  start(options: { supportsFds?: boolean; duplicatesLast?: boolean } = {}): TestPeer {
    const peer = new TestPeer(options);
    onTestFinished(() => peer.close());
    this.#offer(peer);
    return peer;
  }

  /** There is none, the next time. */
  fail(error: Error): void {
    this.#offer(error);
  }

  async dial(signal: AbortSignal | undefined): Promise<Session> {
    this.dialled++;
    this.signal = signal;
    const outcome = this.#waiting.shift() ?? (await this.#arrival(signal));
    if (outcome instanceof Error) throw outcome;
    return new Session(outcome.transport, { maxInFlight: 4 });
  }

  #offer(outcome: TestPeer | Error): void {
    const taker = this.#next.shift();
    if (taker === undefined) this.#waiting.push(outcome);
    else taker(outcome);
  }

  #arrival(signal: AbortSignal | undefined): Promise<TestPeer | Error> {
    return new Promise((resolve, reject) => {
      this.#next.push(resolve);
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  }
}

export interface Reconnecting<C extends ConnectionLife = Connection> {
  readonly connection: C;
  readonly daemons: Daemons;
  /** The first daemon. */
  readonly peer: TestPeer;
  /** What has become of the connection so far. */
  readonly states: ConnectionState[];
}

/** A connection that is open, and comes back at once. */
export async function startReconnecting(
  options: ReconnectOptions = {},
  { name = 'test:///default', maxInFlight = 4 }: { name?: string; maxInFlight?: number } = {},
): Promise<Reconnecting> {
  const daemons = new Daemons();
  const peer = new TestPeer();
  onTestFinished(() => peer.close());
  const session = new Session(peer.transport, { maxInFlight });
  const plan = reconnectPlanOf({ initialDelay: 0, maxDelay: 1, ...options }, {}) as ReconnectPlan;
  const way = { dial: (signal: AbortSignal | undefined) => daemons.dial(signal), explain: async (e: unknown) => e };
  const settings = { name, flags: 0, auth: WITHOUT_CREDENTIALS, keepalive: null };
  const opening = openReconnecting(session, way, plan, settings, name === '' ? null : name, undefined, new Progress());
  await openAt(peer);
  const connection = await opening;
  onTestFinished(() => sessionOf(connection).end(null));
  const states: ConnectionState[] = [];
  connection.on('state', (state) => states.push(state));
  return { connection, daemons, peer, states };
}

/** An admin connection that is open, and comes back at once. */
export async function startReconnectingAdmin(
  options: ReconnectOptions = {},
  settings: AdminSettings = { keepalive: null, callTimeout: null },
): Promise<Reconnecting<AdmConnection>> {
  const daemons = new Daemons();
  const peer = daemons.start();
  const way = { dial: (signal: AbortSignal | undefined) => daemons.dial(signal), explain: async (e: unknown) => e };
  const plan = reconnectPlanOf({ initialDelay: 0, maxDelay: 1, ...options }, {}) as ReconnectPlan;
  const uri = 'libvirtd:///system';
  const opening = openReconnectingAdmin(await way.dial(undefined), way, plan, settings, uri, undefined);
  daemons.dialled = 0;
  await answer(peer, admin.CONNECT_OPEN, undefined);
  const connection = await opening;
  onTestFinished(() => sessionOf(connection).end(null));
  const states: ConnectionState[] = [];
  connection.on('state', (state) => states.push(state));
  return { connection, daemons, peer, states };
}

/** Waits until the connection has come to a state. */
export async function until<Name extends ConnectionState['state']>(
  connection: ConnectionLife,
  name: Name,
): Promise<Extract<ConnectionState, { state: Name }>> {
  for await (const state of connection.states()) {
    if (state.state === name) return state as Extract<ConnectionState, { state: Name }>;
  }
  throw new Error(`the connection has not come to be ${name}`);
}
