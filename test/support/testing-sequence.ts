import { setTimeout as delay } from 'node:timers/promises';
import { sessionOf } from '../../src/api/connection/base.js';
import { type Connection, RemoteError } from '../../src/index.js';
import { type Procedures, procedures } from '../../src/protocol/generated/remote/index.js';
import type { Procedure } from '../../src/protocol/procedure.js';
import type { ArgsOf, CallName } from '../../src/testing/index.js';

/** A call, by name, with its arguments. */
export type Step = { [N in CallName]: readonly [name: N, args: ArgsOf<N>] }[CallName];

/** Makes a step whose arguments are checked. */
export function step<N extends CallName>(name: N, ...args: ArgsOf<N> extends void ? [] : [ArgsOf<N>]): Step {
  return [name, args[0]] as unknown as Step;
}

/** What differs between runs of one daemon: ids are counted instead, and times and versions left out. */
function plain(value: unknown, ids: number[]): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (key, field: unknown) => {
      if (key === 'cpuTime') return undefined;
      if (typeof field === 'bigint') return `${field}n`;
      if (key === 'ids') return (field as number[]).map((id) => ordinal(id, ids));
      return key === 'id' ? ordinal(field as number, ids) : field;
    }),
  );
}

function ordinal(id: number, ids: number[]): number {
  if (id === -1) return id;
  if (!ids.includes(id)) ids.push(id);
  return ids.indexOf(id) + 1;
}

function plainError({ message, errno, code, domain, level, str1, str2, str3, int1, int2 }: RemoteError): object {
  // What libxml says of XML that is none, is its own affair.
  if (code === 'VIR_ERR_XML_DETAIL') return { errno, code, domain, level, str1 };
  return { message, errno, code, domain, level, str1, str2, str3, int1, int2 };
}

export interface Played {
  /** What each step was answered with. */
  readonly answers: readonly (readonly [step: string, answer: unknown])[];
  /** Every lifecycle event, in its order. */
  readonly events: readonly unknown[];
}

/** Makes these calls one after the other, and tells what came of them. */
export async function play(connection: Connection, steps: readonly Step[]): Promise<Played> {
  const session = sessionOf(connection);
  const ids: number[] = [];
  const answers: [string, unknown][] = [];
  const events: unknown[] = [];
  session.on(procedures.DOMAIN_EVENT_CALLBACK_LIFECYCLE, (message) => events.push(plain(message, ids)));
  for (const [i, [name, args]] of steps.entries()) {
    const procedure = procedures[name as keyof Procedures] as unknown as Procedure<unknown, unknown>;
    const answer = await session.call(procedure, args).then(
      (value) => plain(value, ids),
      (error: unknown) => {
        if (error instanceof RemoteError) return plainError(error);
        throw error;
      },
    );
    answers.push([`${i} ${name}`, answer]);
  }
  // What a daemon tells of the last step may come after its reply.
  await delay(200);
  return { answers, events };
}
