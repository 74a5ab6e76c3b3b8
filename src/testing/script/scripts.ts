import { type AnyProcedure, keyOf } from '../procedures.js';
import { procedureOf, type ReceivedCall } from '../received-call.js';
import { isCounted, lackOf, type Script, takes } from './script.js';

type AnyScript = Script<never, never>;

/** What was scripted, by procedure. */
export class Scripts {
  readonly #scripts = new Map<string, AnyScript[]>();

  add(procedure: AnyProcedure, script: AnyScript): void {
    const key = keyOf(procedure);
    this.#scripts.set(key, [...(this.#scripts.get(key) ?? []), script]);
  }

  /** The script for a call: the first that is for a number of calls, else the last that is for any number. */
  find(call: ReceivedCall): AnyScript | undefined {
    const scripts = (this.#scripts.get(keyOf(procedureOf(call))) ?? []).filter((script) => takes(script, call));
    return scripts.find(isCounted) ?? scripts.at(-1);
  }

  /** What has not been called as often as it must be. */
  lacks(): string[] {
    return [...this.#scripts.values()].flat().flatMap((script) => lackOf(script) ?? []);
  }
}
