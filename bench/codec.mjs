// @ts-check
/**
 * Measures the codec beside @stellar/js-xdr, in one process, turn by turn:
 *
 *     node bench/codec.mjs [--dist DIR] [--rounds N]
 *
 * Each has its values as it likes them: js-xdr instances of its classes, this library plain objects. From both
 * come strings; what is opaque js-xdr leaves where the message is, and this library copies.
 */
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CASES } from './codec-cases.mjs';
import { convert, types as theirs } from './codec-js-xdr.mjs';
import { median } from './lib/rounds.mjs';
import { number, print } from './lib/table.mjs';

/** How many times js-xdr's speed it is to be. */
const GOAL = 5;

const { values: options } = parseArgs({
  options: { dist: { type: 'string' }, rounds: { type: 'string', default: '40' } },
});
const dist = resolve(options.dist ?? fileURLToPath(new URL('../dist', import.meta.url)));
const rounds = Number(options.rounds);

/** @typedef {import('../src/protocol/xdr/codec.js').Codec<unknown>} Codec */
/** @type {{ remote: { types: Readonly<Record<string, Codec>> } }} */
const { remote } = await import(pathToFileURL(join(dist, 'protocol/index.js')).href);

setFlagsFromString('--expose-gc');
/** A collection of all of it would throw compiled code away too. @type {(options: { type: 'minor' }) => void} */
const collectGarbage = runInNewContext('gc');

/** @param {() => unknown} work @param {number} repeat @returns {number} microseconds for each */
function time(work, repeat) {
  // Each clears away what it leaves itself, and not what the other left.
  collectGarbage({ type: 'minor' });
  const begun = performance.now();
  for (let i = 0; i < repeat; i++) work();
  return ((performance.now() - begun) * 1000) / repeat;
}

/**
 * The row of two ways to do the same: each one's median, and the median of the ratios within the rounds.
 *
 * @param {string} title
 * @param {() => unknown} ours
 * @param {() => unknown} other
 * @param {number} repeat
 */
function compare(title, ours, other, repeat) {
  /** @type {[ours: number, theirs: number][]} */
  const measures = [];
  // While the first tenth runs, the compiler does too.
  for (let round = 0; round < rounds * 1.1; round++) measures.push([time(ours, repeat), time(other, repeat)]);
  const counted = measures.slice(-rounds);
  const ratio = median(counted.map(([mine, their]) => their / mine));
  const row = [
    title,
    ...[0, 1].map((who) => number(median(counted.map((measure) => /** @type {number} */ (measure[who]))), 2)),
    number(ratio, 1),
  ];
  return { title, row, ratio };
}

const encoded = [];
const decoded = [];
for (const { title, type, value, repeat } of CASES) {
  const codec = /** @type {Codec} */ (remote.types[type]);
  const bytes = codec.encode(value);
  const instance = convert(type, value);
  if (!theirs[type].toXDR(instance).equals(bytes)) throw new Error(`${type}: js-xdr encodes it differently`);
  encoded.push(
    compare(
      title,
      () => codec.encode(value),
      () => theirs[type].toXDR(instance),
      repeat,
    ),
  );
  const buffer = Buffer.from(bytes);
  decoded.push(
    compare(
      title,
      () => codec.decode(bytes),
      () => theirs[type].fromXDR(buffer),
      repeat,
    ),
  );
}

for (const [name, results] of /** @type {const} */ ([
  ['encode', encoded],
  ['decode', decoded],
])) {
  const slower = results
    .filter(({ ratio }) => ratio < GOAL)
    .map(({ title, ratio }) => `${title} (${number(ratio, 1)})`);
  print({
    title: `Codec: ${name}, µs`,
    columns: ['', 'libvirt-rpc', 'js-xdr', 'times as fast'],
    rows: results.map(({ row }) => row),
    notes: [`goal: ${GOAL} times as fast as js-xdr; not so: ${slower.join(', ') || 'none'}`],
  });
}
