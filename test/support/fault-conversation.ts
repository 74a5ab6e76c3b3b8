import { type Connection, connect } from '../../src/index.js';
import { type ConversationPlan, conversationBy } from './fault-conversation-plan.js';
import { FaultEvents } from './fault-events.js';
import { judge } from './fault-judge.js';
import { OPERATIONS, type OperationName, SINGLE_CALLS, type Situation } from './fault-operations.js';
import type { Struck } from './fault-plan.js';
import type { FaultProxy } from './fault-proxy.js';
import { Random } from './fault-random.js';
import type { FaultResponder } from './fault-responder.js';

/** Milliseconds after which what has not ended hangs, however busy the machine is. */
const HANGS = 15_000;

/** Where conversations are held, one after the other. */
export interface Stage {
  readonly responder: FaultResponder;
  readonly proxy: FaultProxy;
  readonly files: Situation['files'];
}

/** What one conversation came to. */
export interface Told {
  readonly plan: ConversationPlan;
  readonly struck: Struck | null;
  /** What is wrong with it. */
  readonly faults: readonly string[];
  /** Its connection, for as long as something holds that. */
  readonly connection: WeakRef<Connection> | null;
}

class Hang extends Error {
  override readonly name = 'Hang';
}

/** Waits for what must end. @throws Hang where it does not */
async function ending<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Hang(`${what} does not end`)), HANGS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

const outcomeOf = (promise: Promise<unknown>): Promise<Error | null> =>
  promise.then(
    () => null,
    (error: Error) => error,
  );

/** One conversation. */
class Conversation {
  readonly faults: string[] = [];
  readonly #seed: number;
  readonly #stage: Stage;
  readonly #plan: ConversationPlan;
  readonly #random: Random;
  readonly #lives: string[] = [];
  #events: FaultEvents | null = null;
  #number = 0;

  constructor(seed: number, stage: Stage, plan: ConversationPlan, random: Random) {
    this.#seed = seed;
    this.#stage = stage;
    this.#plan = plan;
    this.#random = random;
  }

  get struck(): Struck | null {
    return this.#stage.proxy.link?.struck ?? null;
  }

  async run(): Promise<WeakRef<Connection> | null> {
    const { proxy } = this.#stage;
    proxy.expect({ plan: this.#plan.faults, random: this.#random.fork() });
    const connection = await this.#connect();
    if (connection === null) {
      proxy.cut();
      await this.#aftermath();
      return null;
    }
    try {
      await this.#talk(connection);
      if (this.#plan.ending === 'network') proxy.cut();
      await ending('close', connection.close());
      await this.#eventsEnd();
    } finally {
      proxy.cut();
    }
    await this.#aftermath();
    return new WeakRef(connection);
  }

  async #connect(): Promise<Connection | null> {
    const { carrier, limits } = this.#plan;
    const { path, port } = this.#stage.proxy;
    const { connecting: timeout, keepalive } = limits;
    const options = { keepalive, ...(timeout === undefined ? {} : { timeout }) };
    const opening =
      carrier === 'tcp'
        ? connect(`test+tcp://127.0.0.1:${port}/default`, options)
        : connect(`test+unix:///default?socket=${path}`, { ...options, fdTransport: carrier });
    let connection: Connection | null = null;
    this.#judge(
      'connect',
      await outcomeOf(
        ending(
          'connect',
          opening.then((made) => {
            connection = made;
          }),
        ),
      ),
    );
    return connection;
  }

  async #talk(connection: Connection): Promise<void> {
    const { listens, steps } = this.#plan;
    if (listens) this.#judge('listening', await outcomeOf(ending('listening', this.#listen(connection))));
    for (const step of steps) await Promise.all(step.map((name) => this.#perform(name, connection)));
    if (this.#events !== null && this.struck === null) {
      this.#judge('events', await outcomeOf(this.#events.whole(this.#lives, performance.now() + HANGS)));
    }
  }

  async #listen(connection: Connection): Promise<void> {
    this.#events = new FaultEvents(connection);
    // It has no timeout of its own.
    const { timeout } = this.#plan.limits;
    const late = timeout === undefined ? [] : [new Promise<void>((resolve) => setTimeout(resolve, timeout))];
    await Promise.race([this.#events.registered, ...late]);
  }

  async #perform(name: OperationName, connection: Connection): Promise<void> {
    const { responder, files } = this.#stage;
    const { timeout } = this.#plan.limits;
    const number = this.#seed * 100 + ++this.#number;
    const id = `${name}-${this.#seed}-${this.#number}`;
    const situation: Situation = {
      connection,
      responder,
      random: this.#random.fork(),
      id,
      number,
      options: timeout === undefined ? {} : { timeout },
      patience: timeout,
      files,
    };
    const outcome = await outcomeOf(ending(id, OPERATIONS[name](situation)));
    if (name === 'life' && outcome === null) this.#lives.push(id);
    this.#judge(id, outcome);
    this.#judgeSent(name, id, outcome);
  }

  /** What an error says of whether the daemon can have seen the call. */
  #judgeSent(name: OperationName, id: string, outcome: Error | null): void {
    if (!SINGLE_CALLS.has(name) || outcome === null || !('sent' in outcome) || outcome.sent) return;
    const { calls } = this.#stage.responder.daemon;
    const came = calls.some(({ args }) => Object.values(args ?? {}).includes(id));
    if (came) this.faults.push(`${id}: "${outcome.message}" says that it was not sent, and it has come`);
  }

  #judge(what: string, outcome: Error | null): void {
    const { struck } = this;
    const why = judge(outcome, struck, this.#plan.limits);
    if (why === null || outcome === null) return;
    const error = outcome as Error & { code?: string };
    this.faults.push(
      `${what}: ${why}: ${error.name} ${error.code ?? ''} ${error.message}\n${error.stack?.split('\n').slice(0, 8).join('\n')}`,
    );
  }

  async #eventsEnd(): Promise<void> {
    if (this.#events === null) return;
    await ending('the end of events', this.#events.end());
    this.#judge('the end of events', await ending('events', this.#events.over));
    if (this.struck?.kind !== 'corrupt') {
      this.#judge('events', await outcomeOf(Promise.resolve().then(() => this.#events?.check())));
    }
  }

  /** Nobody is left at the daemon's end. */
  async #aftermath(): Promise<void> {
    const { proxy, responder } = this.#stage;
    const until = performance.now() + HANGS;
    while (proxy.links > 0 || responder.daemon.clients > 0) {
      if (performance.now() > until) {
        this.faults.push(`${proxy.links} connections and ${responder.daemon.clients} clients are left`);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

/** Holds the conversation that a seed stands for. Never rejected. */
export async function converse(seed: number, stage: Stage): Promise<Told> {
  const random = new Random(seed);
  const plan = conversationBy(random);
  const conversation = new Conversation(seed, stage, plan, random);
  let connection: WeakRef<Connection> | null = null;
  try {
    connection = await conversation.run();
  } catch (error) {
    conversation.faults.push(`${(error as Error).stack}`);
  }
  return { plan, struck: conversation.struck, faults: conversation.faults, connection };
}
