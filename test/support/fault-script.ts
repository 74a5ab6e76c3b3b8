import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, type ConnectOptions, connect } from '../../src/index.js';
import { xmlOf } from './fault-responder.js';

/** How one step of a conversation with a real daemon ended. */
export interface StepEnd {
  readonly step: string;
  readonly error: (Error & { readonly code?: string; readonly sent?: boolean }) | null;
}

/** What a conversation needs. */
export interface ScriptRun {
  readonly uri: string;
  readonly options: ConnectOptions;
  readonly name: string;
  /** Milliseconds that one step may take. */
  readonly bound: number;
  /** Milliseconds after which a step is given up. Default: never. */
  readonly patience?: number | undefined;
}

type Step = readonly [name: string, run: (connection: Connection) => Promise<unknown>];

/** Calls, an event subscription with what causes an event, and a stream. */
function stepsFor(name: string, patience: number | undefined): Step[] {
  const options = patience === undefined ? {} : { timeout: patience };
  const given = (): { signal?: AbortSignal } =>
    patience === undefined ? {} : { signal: AbortSignal.timeout(patience) };
  const lives = (connection: Connection) => connection.domainEvents('lifecycle', given());
  let events: ReturnType<typeof lives> | undefined;
  return [
    ['call', (connection) => connection.getHostname(options)],
    [
      'register',
      async (connection) => {
        events = lives(connection);
        await events.registered;
      },
    ],
    ['cause', (connection) => connection.domainCreateXMLWithFiles(xmlOf(name), [0], 0, options)],
    ['event', async () => events?.next()],
    [
      'stream',
      async (connection) => {
        const domain = await connection.domainLookupByName('test', options);
        const { stream } = await domain.screenshot(0, 0, given());
        for await (const part of stream) void part;
      },
    ],
    // It waits for the daemon's agreement, which has no limit.
    ['deregister', async () => void events?.return().catch(() => {})],
  ];
}

async function endOf(step: string, work: Promise<unknown>, bound: number): Promise<StepEnd> {
  const controller = new AbortController();
  const late = delay(bound, undefined, { signal: controller.signal }).then(() => {
    throw new Error(`${step} has not ended within ${bound} ms`);
  });
  try {
    await Promise.race([work, late]);
    return { step, error: null };
  } catch (error) {
    return { step, error: error as Error };
  } finally {
    controller.abort();
    late.catch(() => {});
  }
}

/** Holds the conversation, each step whatever the one before has come to, and closes the connection. */
export async function runScript({ uri, options, name, bound, patience }: ScriptRun): Promise<StepEnd[]> {
  let connection: Connection | undefined;
  const opening = connect(uri, options).then((made) => {
    connection = made;
  });
  const ends = [await endOf('connect', opening, bound)];
  if (connection === undefined) return ends;
  for (const [step, run] of stepsFor(name, patience)) ends.push(await endOf(step, run(connection), bound));
  ends.push(await endOf('close', connection.close(), bound));
  return ends;
}
