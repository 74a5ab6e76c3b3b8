import { Coverage } from './coverage.js';
import { Random } from './random.js';
import { Finding, withoutStacks } from './run.js';
import { type Corpus, inputText, type Target } from './target.js';

/** How far a run is. */
export interface Progress {
  readonly inputs: number;
  /** Functions and branches of the library that have run. */
  readonly edges: number;
  /** Inputs that made something run that had not. */
  readonly kept: readonly unknown[];
}

export interface GuidedOptions {
  /** Where the library counts what runs. */
  readonly counters: Uint16Array;
  readonly seed: number;
  /** Inputs to begin with. */
  readonly known: readonly unknown[];
  /** Whether to go on. */
  more(progress: Progress): boolean;
}

/** Characters of an input, as text. Longer ones are not varied any further, lest they grow and grow. */
const LONGEST = 20_000;

/**
 * Gives a target inputs, and goes on from those that made the library do what it had not done.
 *
 * @throws Finding at the first that it does not stand
 */
export async function fuzzGuided(
  target: Target,
  corpus: Corpus,
  { counters, seed, known, more }: GuidedOptions,
): Promise<Progress> {
  const random = new Random(seed);
  const coverage = new Coverage(counters);
  const kept: unknown[] = [];
  let inputs = 0;
  const give = async (input: unknown): Promise<void> => {
    coverage.start();
    inputs++;
    try {
      const checked = target.check(input);
      if (checked !== undefined) await checked;
    } catch (error) {
      throw new Finding(target.name, input, error);
    }
    if (coverage.take() && inputText(input).length <= LONGEST) kept.push(input);
  };
  const next = (): unknown => {
    if (kept.length === 0 || random.once(4)) return target.generate(random, corpus);
    // The newest lead to what is new more often than those that many inputs have been made of.
    const newest = Math.ceil(kept.length / 4);
    const input = random.once(2) ? kept[kept.length - 1 - random.below(newest)] : random.pick(kept);
    return target.vary(input, random, corpus);
  };
  const progress = (): Progress => ({ inputs, edges: coverage.edges, kept });
  return withoutStacks(async () => {
    for (const input of known) await give(input);
    while (more(progress())) await give(next());
    return progress();
  });
}
