import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';
import type { ReceivedCall } from './received-call.js';

/** What a test is to be told of what has gone wrong, once. */
export class Ledger {
  readonly calls: ReceivedCall[] = [];
  readonly unexpected: ReceivedCall[] = [];
  readonly #mistakes: string[] = [];
  #reported: ReadonlySet<string> = new Set();

  mistake(what: string): void {
    this.#mistakes.push(what);
  }

  /**
   * @param lacks calls that have not come
   * @throws AssertionError that says what is wrong, unless that has been said before
   */
  verify(lacks: readonly string[]): void {
    const all = [
      ...this.unexpected.map((call) => `nothing answers ${call.procedure}(${argsOf(call)})${where(call)}`),
      ...this.#mistakes,
      ...lacks,
    ];
    const wrong = all.filter((line) => !this.#reported.has(line));
    if (wrong.length === 0) return;
    this.#reported = new Set(all);
    const lines = wrong.map((line) => `  - ${line}`).join('\n');
    throw new AssertionError({ message: `the TestDaemon was not used as its scripts say:\n${lines}` });
  }
}

/** On one line, and not too long. */
function argsOf({ args }: ReceivedCall): string {
  if (args === undefined) return '';
  const text = inspect(args, { depth: 3, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80 });
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

function where({ program, client, serial }: ReceivedCall): string {
  return ` of ${program === 'remote' ? '' : `the program ${program} by `}client ${client}, serial ${serial}`;
}
