// @ts-check
/**
 * Gives what reads a daemon's bytes, and texts, inputs that nobody should send:
 *
 *     node bench/fuzz.mjs [--inputs 1000000] [--seed N] [--target NAME]
 *     node bench/fuzz.mjs --record
 *
 * It stops at the first that a target does not stand, and saves it under fixtures/fuzz/found, from where the tests replay
 * it. `--record` makes the conversations that inputs are made from, with a private libvirtd.
 */
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDaemon } from '../scripts/daemon/index.mjs';
import { FIXTURES, saveFinding } from './lib/fuzz-found.mjs';
import { loadFuzz } from './lib/fuzz-module.mjs';

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
    target: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
});

const fuzz = await loadFuzz();

/** @returns {Promise<boolean>} whether everything stood */
async function run() {
  const corpus = { conversations: fuzz.readConversations(FIXTURES.conversations) };
  const inputs = Number(options.inputs);
  const targets = fuzz.TARGETS.filter(({ name }) => options.target === undefined || options.target === name);
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  if (!(inputs > 0) || shares === 0) throw new RangeError('there is nothing to do');
  const seed = Number(options.seed);
  console.log(`${inputs} inputs, seed ${seed}: ${targets.map(({ name }) => name).join(', ')}`);
  const begun = performance.now();
  let all = 0;
  for (const target of targets) {
    const count = Math.ceil((inputs * target.share) / shares);
    const started = performance.now();
    try {
      await fuzz.fuzz(target, corpus, count, seed, (done) => console.log(`${target.name}: ${done} of ${count}`));
    } catch (error) {
      if (!(error instanceof fuzz.Finding)) throw error;
      console.error(`${error.message}\nseed ${seed}; saved as ${saveFinding(fuzz, error)}`);
      return false;
    }
    all += count;
    const seconds = (performance.now() - started) / 1000;
    console.log(`${target.name}: ${count} inputs in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} a second`);
  }
  console.log(`${all} inputs in ${((performance.now() - begun) / 1000).toFixed(0)} s: nothing found`);
  return true;
}

if (options.record) {
  mkdirSync(FIXTURES.conversations, { recursive: true });
  await fuzz.record(FIXTURES.conversations, startDaemon);
} else process.exitCode = (await run()) ? 0 : 1;
