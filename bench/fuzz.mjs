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
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startDaemon } from '../scripts/daemon/index.mjs';
import { loadFuzz } from './lib/fuzz-module.mjs';

const FIXTURES = fileURLToPath(new URL('../fixtures/fuzz', import.meta.url));
const CONVERSATIONS = join(FIXTURES, 'conversations');

const { values: options } = parseArgs({
  options: {
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: `${Date.now() % 2 ** 31}` },
    target: { type: 'string' },
    record: { type: 'boolean', default: false },
  },
});

const fuzz = await loadFuzz();

/** @param {import('../test/support/fuzz/run.js').Finding} finding */
function save({ target, input }) {
  const text = fuzz.inputText({ target, input });
  const name = `${target}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  mkdirSync(join(FIXTURES, 'found'), { recursive: true });
  writeFileSync(join(FIXTURES, 'found', name), `${text}\n`);
  return `fixtures/fuzz/found/${name}`;
}

/** @returns {Promise<boolean>} whether everything stood */
async function run() {
  const corpus = { conversations: fuzz.readConversations(CONVERSATIONS) };
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
      console.error(`${error.message}\nseed ${seed}; saved as ${save(error)}`);
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
  mkdirSync(CONVERSATIONS, { recursive: true });
  await fuzz.record(CONVERSATIONS, startDaemon);
} else process.exitCode = (await run()) ? 0 : 1;
