// @ts-check
/**
 * Fuzzing that is guided by coverage:
 *
 *     node bench/fuzz-coverage.mjs [--seconds 300 | --inputs N] [--seed N] [--target NAME] [--keep]
 *
 * Inputs are made as those of bench/fuzz.mjs are, and made from those too that had the library do what it had not done:
 * these are kept in .cache/fuzz/corpus, and the next run begins with them. With --keep, the smallest that lead to all that
 * is known are left in fixtures/fuzz/corpus, with which every run begins, and which the tests replay. It stops at the first
 * that a target does not stand, and saves it under fixtures/fuzz/found, from where the tests replay it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FIXTURES, saveFinding } from './lib/fuzz-found.mjs';
import { loadCountingFuzz } from './lib/fuzz-module.mjs';

const KEPT = fileURLToPath(new URL('../.cache/fuzz/corpus', import.meta.url));
/** After how many inputs one more is only one more. */
const TOLD = 25_000;

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    inputs: { type: 'string' },
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
    target: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});

const { fuzz, counters } = await loadCountingFuzz();
const corpus = { conversations: fuzz.readConversations(FIXTURES.conversations) };

/** @param {string} name of a target */
const fileFor = (name) => `${name}.txt`;

/** @param {string} folder @param {string} name of a target @param {readonly unknown[]} inputs */
function write(folder, name, inputs) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, fileFor(name)), inputs.map((input) => `${fuzz.inputText(input)}\n`).join(''));
}

/** @param {typeof fuzz.TARGETS[number]} target @param {number} seed @param {number} part of the run that is for this one */
async function run(target, seed, part) {
  const known = [FIXTURES.corpus, KEPT].flatMap((folder) => fuzz.readInputs(join(folder, fileFor(target.name))));
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  /** @type {(done: number) => boolean} */
  const isOver =
    options.inputs === undefined
      ? () => seconds() >= Number(options.seconds) * part
      : (done) => done >= Number(options.inputs) * part;
  let begunWith = 0;
  const { inputs, edges, kept } = await fuzz.fuzzGuided(target, corpus, {
    counters,
    seed,
    known,
    more(progress) {
      const done = progress.inputs - known.length;
      if (done === 0) begunWith = progress.edges;
      else if (done % TOLD === 0) {
        console.log(`${target.name}: ${done} inputs, ${progress.edges} edges, ${progress.kept.length} kept`);
      }
      return !isOver(done);
    },
  });
  write(KEPT, target.name, kept);
  if (options.keep) write(FIXTURES.corpus, target.name, await fuzz.smallest(target, kept, counters));
  const done = inputs - known.length;
  console.log(
    `${target.name}: ${done} inputs in ${seconds().toFixed(0)} s; edges: ${edges}, ${begunWith} of them by the ` +
      `${known.length} inputs of earlier runs; ${kept.length} inputs kept`,
  );
  return done;
}

const targets = fuzz.TARGETS.filter(({ name }) => options.target === undefined || options.target === name);
const shares = targets.reduce((sum, { share }) => sum + share, 0);
if (!(Number(options.inputs ?? options.seconds) > 0 && shares > 0)) throw new RangeError('there is nothing to do');
const seed = Number(options.seed);
console.log(`seed ${seed}; the library has ${counters.length} edges`);
let all = 0;
try {
  for (const target of targets) all += await run(target, seed, target.share / shares);
  console.log(`${all} inputs: nothing found`);
} catch (error) {
  if (!(error instanceof fuzz.Finding)) throw error;
  console.error(`${error.message}\nseed ${seed}; saved as ${saveFinding(fuzz, error)}`);
  process.exitCode = 1;
}
