import { Coverage } from './coverage.js';
import { withoutStacks } from './run.js';
import { inputText, type Target } from './target.js';

interface Run {
  readonly input: unknown;
  readonly edges: readonly number[];
}

/**
 * Few and small inputs that have all functions and branches run that these have: of each, the smallest that leads there.
 *
 * @param counters where the library counts what runs
 */
export async function smallest(
  target: Target,
  inputs: readonly unknown[],
  counters: Uint16Array,
): Promise<readonly unknown[]> {
  const bySize = inputs
    .map((input) => ({ input, size: inputText(input).length }))
    .sort((a, b) => a.size - b.size)
    .map(({ input }) => input);
  const runs = await runsOf(target, bySize, counters);
  const leading = new Map<number, { first: Run; count: number }>();
  for (const run of runs) {
    for (const edge of run.edges) {
      const known = leading.get(edge);
      if (known === undefined) leading.set(edge, { first: run, count: 1 });
      else known.count++;
    }
  }
  const chosen = new Set<Run>();
  const reached = new Set<number>();
  // Where few lead to, one of those has to be; it leads to much that many lead to.
  for (const [edge, { first }] of [...leading].sort(([, a], [, b]) => a.count - b.count)) {
    if (reached.has(edge)) continue;
    chosen.add(first);
    for (const other of first.edges) reached.add(other);
  }
  return runs.filter((run) => chosen.has(run)).map(({ input }) => input);
}

function runsOf(target: Target, inputs: readonly unknown[], counters: Uint16Array): Promise<Run[]> {
  const coverage = new Coverage(counters);
  return withoutStacks(async () => {
    const runs: Run[] = [];
    for (const input of inputs) {
      coverage.start();
      await target.check(input);
      runs.push({ input, edges: coverage.ran() });
    }
    return runs;
  });
}
