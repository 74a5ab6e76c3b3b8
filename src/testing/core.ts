import type { virNetMessageError, virNetMessageHeader } from '../protocol/generated/net/index.js';
import type { EventMessage } from '../protocol/procedure.js';
import type { Transport } from '../transport/transport.js';
import { Failure, failureOf } from './failure.js';
import { Ledger } from './ledger.js';
import { type DaemonPlan, isNewer } from './options.js';
import type { Outcome } from './outcome.js';
import { procedureOf, type ReceivedCall } from './received-call.js';
import { perform } from './script/script.js';
import { Scripts } from './script/scripts.js';
import { Client, type ClientHost } from './wire/client.js';
import { answer } from './world/answer.js';
import { dialectOf } from './world/dialects/index.js';
import { report } from './world/report.js';
import type { Identity } from './world/situation.js';
import { World } from './world/world.js';

/** What a TestDaemon is made of: who is connected, what was scripted, what there is, and what has gone wrong. */
export class Daemon implements ClientHost {
  readonly errorDomain: string;
  readonly ledger: Ledger = new Ledger();
  readonly scripts: Scripts = new Scripts();
  readonly world: World;
  readonly clients: Set<Client> = new Set();
  readonly #plan: DaemonPlan;
  readonly #identity: Identity;
  #connected = 0;
  #frozen = false;
  #closed = false;

  constructor(plan: DaemonPlan) {
    const { scheme, uri, hostname, version } = plan;
    const [major = 0, minor = 0, release = 0] = version;
    this.#plan = plan;
    this.#identity = { uri, hostname, version: BigInt(major * 1_000_000 + minor * 1000 + release) };
    const dialect = dialectOf(scheme);
    this.errorDomain = dialect.errorDomain;
    this.world = new World(dialect);
  }

  /** A client has connected. */
  accept(transport: Transport): void {
    if (this.#closed) {
      transport.close();
      return;
    }
    this.#connected++;
    const client = new Client(this.#connected, transport, this.#plan.maxClientRequests, this);
    this.clients.add(client);
    if (this.#frozen) client.freeze(true);
  }

  async answer(call: ReceivedCall, client: Client): Promise<Outcome> {
    this.ledger.calls.push(call);
    try {
      const { since, number } = procedureOf(call);
      if (isNewer(since, this.#plan.version)) throw unknown(number);
      const script = this.scripts.find(call);
      return script === undefined
        ? this.#byWorld(call, client)
        : await perform(script, call, () => this.#byWorld(call, client));
    } catch (error) {
      if (error instanceof Failure) return { kind: 'error', error: error.wire };
      return { kind: 'error', error: this.mistake(`what answers ${call.procedure} failed`, error) };
    }
  }

  unknownProcedure({ prog, vers, proc }: virNetMessageHeader, client: Client): virNetMessageError {
    const what = `procedure ${proc} of program 0x${prog.toString(16)} version ${vers}`;
    this.ledger.mistake(`client ${client.number} called ${what}, which there is not`);
    return unknown(proc).wire;
  }

  mistake(what: string, error: unknown): virNetMessageError {
    if (error instanceof Failure) return error.wire;
    const why = error instanceof Error ? error.message : String(error);
    this.ledger.mistake(`${what}: ${why}`);
    return failureOf({ code: 'VIR_ERR_INTERNAL_ERROR', message: `${what}: ${why}` }, this.errorDomain).wire;
  }

  closed(client: Client): void {
    this.clients.delete(client);
    this.world.forget(client);
  }

  emit(event: EventMessage<unknown>, msg: object): number {
    return this.world.callbacks.tell(event, msg, this.clients);
  }

  freeze(frozen: boolean): void {
    this.#frozen = frozen;
    for (const client of this.clients) client.freeze(frozen);
  }

  disconnect(): void {
    for (const client of [...this.clients]) client.close();
  }

  close(): void {
    this.#closed = true;
    this.disconnect();
    this.world.close();
  }

  #byWorld(call: ReceivedCall, client: Client): Outcome {
    const outcome = answer({ world: this.world, identity: this.#identity, client, call });
    if (outcome !== null) return outcome;
    this.ledger.unexpected.push(call);
    const what = `${call.procedure}, which no script of the TestDaemon is for`;
    throw report('VIR_ERR_NO_SUPPORT', 'VIR_FROM_DOMAIN', what);
  }
}

/** What a daemon says that is older than a procedure. */
function unknown(number: number): Failure {
  return report('VIR_ERR_RPC', 'VIR_FROM_RPC', `unknown procedure: ${number}`);
}
