// @ts-check
import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { number } from '../lib/table.mjs';

/**
 * @typedef {object} Figures of a process at rest
 * @property {number} rss MiB
 * @property {number} heap MiB, with what is outside of it and belongs to it
 * @property {number} descriptors
 * @property {number} handles timers, sockets, pipes and processes that Node has
 *
 * @typedef {keyof Figures} Name
 */

// Node has no other way to collect at a given moment without a flag on its command line.
setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc');

const MiB = 1024 * 1024;

/** By how much a figure may be larger in the last third of a run than in the second: a part of it, and so much. */
/** @type {Readonly<Record<Name, readonly [part: number, more: number]>>} */
const TOLERANCES = { rss: [0.1, 8], heap: [0.1, 1], descriptors: [0, 2], handles: [0, 2] };

/** Collections until nothing is left whose end another has to wait for. */
const COLLECTIONS = 4;

/** @returns {Promise<Figures>} */
export async function look() {
  for (let i = 0; i < COLLECTIONS; i++) {
    gc();
    await delay(50);
  }
  const { rss, heapUsed, external } = process.memoryUsage();
  return {
    rss: rss / MiB,
    heap: (heapUsed + external) / MiB,
    descriptors: readdirSync('/proc/self/fd').length,
    handles: process.getActiveResourcesInfo().length,
  };
}

/** @param {Figures} figures */
export function line({ rss, heap, descriptors, handles }) {
  const memory = `${number(rss, 1)} MiB, heap ${number(heap, 2)} MiB`;
  return `${memory}, ${descriptors} descriptors, ${handles} handles`;
}

const FEWEST = 6;

/** @param {readonly number[]} values */
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * What has grown. The first third of a run is to warm up in.
 *
 * @param {readonly Figures[]} samples
 * @returns {string[]} a sentence for each figure that is not flat
 */
export function growth(samples) {
  if (samples.length < FEWEST) return [`${samples.length} looks are too few to tell: let it run longer`];
  const third = Math.floor(samples.length / 3);
  const [second, last] = [samples.slice(-2 * third, -third), samples.slice(-third)];
  return /** @type {Name[]} */ (Object.keys(TOLERANCES)).flatMap((name) => {
    const [part, more] = TOLERANCES[name];
    const [was, is] = [second, last].map((some) => mean(some.map((figures) => figures[name])));
    if (was === undefined || is === undefined) return [];
    return is <= was * (1 + part) + more ? [] : [`${name} grew from ${number(was, 2)} to ${number(is, 2)}`];
  });
}
