import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectOptions, connect } from '../api/connect.js';
import type { Connection } from '../api/connection/connection.js';
import { invalidArgType, invalidArgValue } from '../errors.js';
import type { EventMessage, Procedure } from '../protocol/procedure.js';
import { type Listener, listenUnix } from '../transport/listen.js';
import { connectInMemory } from './connect.js';
import { Daemon } from './core.js';
import { Failure } from './failure.js';
import { type DaemonPlan, isNewer, planOf, type TestDaemonOptions } from './options.js';
import {
  type AnyProcedure,
  type ArgsOf,
  type CallName,
  callNamed,
  type EventName,
  eventNamed,
  type MsgOf,
  type RetOf,
} from './procedures.js';
import type { ReceivedCall } from './received-call.js';
import { Script } from './script/script.js';
import type { TestDomain } from './world/domain.js';

interface Socket {
  readonly folder: string;
  readonly path: string;
  readonly listener: Listener;
}

/**
 * A libvirt daemon for tests: it runs in the test's own process, speaks the real protocol, and does what the test says.
 *
 *     await using daemon = await TestDaemon.start({ uri: 'qemu:///system' });
 *     daemon.define(xml);
 *     daemon.on('DOMAIN_CREATE').error('VIR_ERR_INTERNAL_ERROR').once();
 *     const connection = await daemon.connect();
 *
 * It has a small world of domains, empty at first, which clients can define, start, stop, ask about, list and watch, and
 * which answers as libvirt does. Whatever else is to be answered, or otherwise than by that world, is scripted with `on`.
 * A call that neither knows gets `VIR_ERR_NO_SUPPORT`, and makes `verify` fail, and with it the end of an `await using`.
 */
export class TestDaemon {
  readonly #daemon: Daemon;
  readonly #plan: DaemonPlan;
  readonly #socket: Socket | null;
  #closing: Promise<void> | undefined;

  private constructor(daemon: Daemon, plan: DaemonPlan, socket: Socket | null) {
    this.#daemon = daemon;
    this.#plan = plan;
    this.#socket = socket;
  }

  /**
   * Starts a daemon.
   *
   * @throws TypeError, RangeError for an option that is none; the system's error where no socket can be made
   */
  static async start(options: TestDaemonOptions = {}): Promise<TestDaemon> {
    const plan = planOf(options);
    const daemon = new Daemon(plan);
    return new TestDaemon(daemon, plan, plan.transport === 'unix' ? await listen(daemon) : null);
  }

  /** The path of its UNIX socket; `null` where it has none. */
  get socket(): string | null {
    return this.#socket?.path ?? null;
  }

  /**
   * What leads a client to it: `'test+unix:///default?socket=…'`.
   *
   * @throws Error where it has no socket: only `connect` of its own leads there then, and nothing must lead elsewhere
   */
  get uri(): string {
    const { uri, scheme } = this.#plan;
    if (this.#socket === null) {
      throw new Error("this TestDaemon has no URI: use its connect(), or start it with { transport: 'unix' }");
    }
    return `${uri.replace(scheme, `${scheme}+unix`)}?socket=${encodeURIComponent(this.#socket.path)}`;
  }

  /**
   * Connects to it, in memory or by its UNIX socket, whichever it has.
   *
   * @throws as `connect` does; TypeError for `fdTransport: 'usocket'` in memory, where koffi carries descriptors
   */
  async connect(options: ConnectOptions = {}): Promise<Connection> {
    if (this.#socket !== null) return connect(this.uri, options);
    return connectInMemory(this.#daemon, this.#plan.uri, options);
  }

  /**
   * Scripts what it does with calls of a procedure: answer, fail, wait, end the connection.
   *
   *     daemon.on('DOMAIN_GET_INFO').reply({ state: 1, maxMem: 1024n, memory: 1024n, nrVirtCpu: 1, cpuTime: 0n });
   *     daemon.on('DOMAIN_CREATE', ({ dom }) => dom.name === 'web').delay(50).times(2);
   *     daemon.on(qemu.procedures.DOMAIN_MONITOR_COMMAND).reply(({ cmd }) => ({ result: run(cmd) }));
   *
   * @param procedure the name of one of the program `remote`; or any, as `libvirt-rpc/protocol` has it
   * @param matches which calls it is for, by their arguments. Default: all
   * @throws TypeError where there is no such procedure, or not yet in this daemon's version
   */
  on<Name extends CallName>(
    procedure: Name,
    matches?: (args: ArgsOf<Name>) => boolean,
  ): Script<ArgsOf<Name>, RetOf<Name>>;
  on<Args, Ret>(procedure: Procedure<Args, Ret>, matches?: (args: Args) => boolean): Script<Args, Ret>;
  on(named: unknown, matches?: (args: never) => boolean): unknown {
    const procedure = (typeof named === 'string' ? callNamed(named) : named) as AnyProcedure | undefined;
    if (procedure === undefined) throw invalidArgValue('procedure', `is ${JSON.stringify(named)}, which there is not`);
    if (procedure?.kind !== 'call') throw invalidArgType('procedure', 'the name of a call, or a Procedure', named);
    if (matches !== undefined && typeof matches !== 'function') throw invalidArgType('matches', 'a function', matches);
    if (isNewer(procedure.since, this.#plan.version)) {
      const has = `which libvirt ${this.#plan.version.join('.')} does not have`;
      throw invalidArgValue('procedure', `is ${procedure.name}, ${has}: it came with ${procedure.since}`);
    }
    const script = new Script<never, never>(procedure as never, matches, this.#daemon.errorDomain);
    this.#daemon.scripts.add(procedure, script);
    return script;
  }

  /**
   * Sends an event to those clients that have registered for it, once for each of their callbacks, with the callback's id;
   * an event that has none, to every client. What happens to a domain of the world is told without this.
   *
   *     daemon.emit('DOMAIN_EVENT_CALLBACK_REBOOT', { msg: { dom } });
   *
   * @param event the name of one of the program `remote`; or any, as `libvirt-rpc/protocol` has it
   * @param msg what it carries, as the wire has it, but for `callbackID`
   * @returns how many messages were sent
   * @throws TypeError, RangeError where there is no such event, or it does not carry that
   */
  emit<Name extends EventName>(event: Name, msg: Omit<MsgOf<Name>, 'callbackID'>): number;
  emit<Msg>(event: EventMessage<Msg>, msg: Omit<Msg, 'callbackID'>): number;
  emit(named: unknown, msg: object): number {
    const event = (typeof named === 'string' ? eventNamed(named) : named) as EventMessage<unknown> | undefined;
    if (event === undefined) throw invalidArgValue('event', `is ${JSON.stringify(named)}, which there is not`);
    if (event?.kind !== 'event') throw invalidArgType('event', 'the name of an event, or an EventMessage', named);
    if (typeof msg !== 'object' || msg === null) throw invalidArgType('msg', 'an object', msg);
    return this.#daemon.emit(event, msg);
  }

  /** Every call that clients have made, the opening of their connections included, in the order in which they came. */
  get calls(): readonly ReceivedCall[] {
    return this.#daemon.ledger.calls;
  }

  /** The calls that clients have made of one procedure of the program `remote`. */
  callsOf<Name extends CallName>(procedure: Name): ReceivedCall<ArgsOf<Name>>[] {
    const calls = this.calls.filter((call) => call.program === 'remote' && call.procedure === procedure);
    return calls as ReceivedCall<ArgsOf<Name>>[];
  }

  /** The calls that nothing answers. */
  get unexpected(): readonly ReceivedCall[] {
    return this.#daemon.ledger.unexpected;
  }

  /** The domains of its world, in the order in which they came to be. */
  get domains(): readonly TestDomain[] {
    return this.#daemon.world.domains;
  }

  /** The domain of its world that has this name; `undefined` where there is none. */
  domain(name: string): TestDomain | undefined {
    return this.domains.find((domain) => domain.name === name);
  }

  /** Defines a domain, as somebody else's client would. @throws TypeError where libvirt would refuse it */
  define(xml: string): TestDomain {
    return asArgument(() => this.#daemon.world.define(xml));
  }

  /** Starts a transient domain, as somebody else's client would. @throws TypeError where libvirt would refuse it */
  create(xml: string): TestDomain {
    return asArgument(() => this.#daemon.world.create(xml));
  }

  /** How many clients are connected. */
  get clients(): number {
    return this.#daemon.clients.size;
  }

  /** Ends every connection, as a daemon does that is restarted. New ones are taken. */
  disconnect(): void {
    this.#daemon.disconnect();
  }

  /** Stands still, as a process does that is stopped: it reads nothing, and answers nothing, not even keepalive. */
  pause(): void {
    this.#daemon.freeze(true);
  }

  /** Goes on, with what has come meanwhile. */
  resume(): void {
    this.#daemon.freeze(false);
  }

  /**
   * Fails where a call came that nothing answers, where a script that is for a number of calls has not had them, where a
   * handler threw, or where a client broke the protocol; each of that once.
   *
   * @throws AssertionError that says all of it
   */
  verify(): void {
    this.#daemon.ledger.verify(this.#daemon.scripts.lacks());
  }

  /** Ends every connection, closes every descriptor that nobody has taken, and removes the socket. Verifies nothing. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** Closes, and then verifies. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    this.verify();
  }

  async #close(): Promise<void> {
    this.#daemon.close();
    if (this.#socket === null) return;
    await this.#socket.listener.close();
    await rm(this.#socket.folder, { recursive: true });
  }
}

async function listen(daemon: Daemon): Promise<Socket> {
  const folder = await mkdtemp(join(tmpdir(), 'libvirt-rpc-testing-'));
  try {
    const path = join(folder, 'sock');
    return { folder, path, listener: await listenUnix(path, (transport) => daemon.accept(transport)) };
  } catch (error) {
    await rm(folder, { recursive: true });
    throw error;
  }
}

/** A description that libvirt would refuse, is a test's own mistake. */
function asArgument(make: () => TestDomain): TestDomain {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw Object.assign(invalidArgValue('xml', `is refused: ${error.message}`), { cause: error });
  }
}
