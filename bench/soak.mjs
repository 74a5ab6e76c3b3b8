// @ts-check
/**
 * Has one process work with 100 connections to two daemons, which die and stop, while sockets are cut, calls are aborted
 * and come late; and looks whether its memory, descriptors and handles stay what they are. See README.md.
 *
 *     node bench/soak.mjs [--minutes N] [--rest SECONDS] [--connections N] [--dist DIR]
 *
 * It rests each minute, or as often as --rest says, to be looked at. Ends with status 1 where something has grown, a result
 * was wrong, something did not end, or Node had to warn.
 */
import { setMaxListeners } from 'node:events';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ROOT } from './lib/peers.mjs';
import { growth, line, look } from './soak/figures.mjs';
import { Host } from './soak/hosts.mjs';
import { Worker } from './soak/worker.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rest: { type: 'string', default: '60' },
    connections: { type: 'string', default: '100' },
    dist: { type: 'string', default: join(ROOT, 'dist') },
  },
});
const [minutes, rest, connections] = [values.minutes, values.rest, values.connections].map(Number);
if (!(Number(minutes) > 0 && Number(rest) > 0 && Number(connections) > 0)) throw new TypeError('a number is none');

/** Milliseconds from one cut socket to the next, and that a daemon does nothing. */
const CUT = 300;
const FREEZE = 500;

/** @type {string[]} */
const complaints = [];
process.on('warning', (warning) => complaints.push(`Node warns: ${warning.message}`));

/** @type {typeof import('../src/index.js')} */
const library = await import(pathToFileURL(join(resolve(values.dist), 'index.js')).href);
const hosts = [await Host.start(), await Host.start()];
const over = new AbortController();
// Thousands of calls have it, and Node takes more than ten for a leak.
setMaxListeners(0, over.signal);
const workers = Array.from({ length: Number(connections) }, (_, number) => {
  const host = /** @type {Host} */ (hosts[number % 4 < 2 ? 0 : 1]);
  return new Worker({ number, library, host, signal: over.signal });
});

/** Cuts sockets, until it is to rest. @param {() => boolean} resting */
async function cut(resting) {
  for (let i = 0; !resting(); i++) {
    workers[(2 * i * 7) % workers.length]?.socket?.destroy();
    await delay(CUT);
  }
}

/** Stops one daemon for a moment, and has another in the place of the other. @param {number} round */
async function disturb(round) {
  const [one, other] = round % 2 === 0 ? hosts : [...hosts].reverse();
  await Promise.all([one?.freeze(FREEZE), other?.restart(round % 4 < 2)]);
}

/** @type {import('./soak/figures.mjs').Figures[]} */
const samples = [];
const end = performance.now() + Number(minutes) * 60_000;
try {
  for (let round = 0; performance.now() < end; round++) {
    const until = performance.now() + Number(rest) * 1000;
    const resting = () => performance.now() >= until;
    const faults = delay(Number(rest) * 250).then(() => disturb(round));
    await Promise.all([faults, cut(resting), ...workers.map((worker) => worker.workUntil(resting))]);
    // Whoever has rested for longest may have lost its connection since.
    await Promise.all(workers.map((worker) => worker.workUntil(() => true)));
    await delay(300);
    const figures = await look();
    samples.push(figures);
    console.log(`${((performance.now() - end) / 60_000 + Number(minutes)).toFixed(1)} min: ${line(figures)}`);
  }
  complaints.push(...growth(samples));
} catch (/** @type {any} */ error) {
  complaints.push(error.stack, ...(error.cause === undefined ? [] : [error.cause.stack]));
} finally {
  over.abort();
  await Promise.all(workers.map((worker) => worker.close()));
  await Promise.all(hosts.map((host) => host.stop()));
}

/** @type {Map<string, number>} */
const outcomes = new Map();
for (const { outcomes: some } of workers) {
  for (const [what, count] of some) outcomes.set(what, (outcomes.get(what) ?? 0) + count);
}
for (const [what, count] of [...outcomes].sort()) console.log(`${`${count}`.padStart(9)}  ${what}`);
console.log(`${hosts.reduce((sum, host) => sum + host.restarts, 0)} daemons were replaced`);
for (const complaint of complaints) console.error(complaint);
console.log(complaints.length === 0 ? 'flat' : 'not flat');
process.exitCode = complaints.length === 0 ? 0 : 1;
