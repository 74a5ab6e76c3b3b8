import { Random } from './random.js';
import type { Corpus, Target } from './target.js';

/** What a target did with an input that it must not do. */
export class Finding extends Error {
  readonly target: string;
  readonly input: unknown;

  constructor(target: string, input: unknown, cause: unknown) {
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    super(`${target}: ${why}`, { cause });
    this.target = target;
    this.input = input;
  }
}

const TOLD = 25_000;

/** Does something in which nearly every input makes an error, and nobody looks at its stack. */
export async function withoutStacks<Result>(action: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await action();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/**
 * Gives a target so many inputs.
 *
 * @param seed what decides on the inputs
 * @param progress is told, now and then, how many it has had
 * @throws Finding at the first that it does not stand
 */
export async function fuzz(
  target: Target,
  corpus: Corpus,
  inputs: number,
  seed: number,
  progress: (done: number) => void = () => {},
): Promise<void> {
  const random = new Random(seed);
  await withoutStacks(async () => {
    for (let i = 0; i < inputs; i++) {
      if (i % TOLD === 0 && i > 0) progress(i);
      const input = target.generate(random, corpus);
      try {
        const checked = target.check(input);
        if (checked !== undefined) await checked;
      } catch (error) {
        throw new Finding(target.name, input, error);
      }
    }
  });
}
