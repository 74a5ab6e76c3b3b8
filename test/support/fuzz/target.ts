import { existsSync, readFileSync } from 'node:fs';
import type { Conversation } from './conversation.js';
import type { Random } from './random.js';

/** What inputs are made from. */
export interface Corpus {
  readonly conversations: readonly Conversation[];
}

/** Something that must stand whatever it is given. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** How many of the inputs of a run are for it, in relation to the others. */
  readonly share: number;
  /** An input, that `inputText` can write. */
  generate(random: Random, corpus: Corpus): Input;
  /** Another input, that has more or less of this one. */
  vary(input: Input, random: Random, corpus: Corpus): Input;
  /** @throws Error where the target does what it must not */
  check(input: Input): void | Promise<void>;
}

const BYTES = '$base64';

/** An input as text, for a file. */
export function inputText(input: unknown): string {
  return JSON.stringify(input, (_, value: unknown) => {
    if (value instanceof Uint8Array) return { [BYTES]: Buffer.from(value).toString('base64') };
    // By the time that this sees a buffer, JSON has made this of it.
    const { type, data } = (value ?? {}) as { type?: unknown; data?: unknown };
    if (type === 'Buffer' && Array.isArray(data)) return { [BYTES]: Buffer.from(data as number[]).toString('base64') };
    return value;
  });
}

/** The inputs that a file has, a line each; none where there is no file. */
export function readInputs(path: string): unknown[] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map(inputOf);
}

/** The input that `inputText` wrote. */
export function inputOf(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    const base64 = (value as Record<string, unknown> | null)?.[BYTES];
    return typeof base64 === 'string' ? Buffer.from(base64, 'base64') : value;
  });
}
