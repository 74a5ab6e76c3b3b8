// @ts-check
import { Interrupted } from './run.mjs';

/** @param {number} milliseconds */
export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return milliseconds < 60_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/**
 * Runs one step, and prints one line when it has ended: its name, what it did, and how long that took. At a terminal,
 * the name is there while it runs.
 *
 * @template {{ what: string }} T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {NodeJS.WriteStream} [out]
 * @returns {Promise<T>}
 */
export async function step(name, work, out = process.stdout) {
  const begun = performance.now();
  if (out.isTTY) out.write(`  ${name} …`);
  /** @param {string} what */
  const say = (what) => {
    out.write(`${out.isTTY ? '\r\x1b[K' : ''}  ${name}: ${what} (${duration(performance.now() - begun)})\n`);
  };
  try {
    const outcome = await work();
    say(outcome.what);
    return outcome;
  } catch (error) {
    say(error instanceof Interrupted ? 'interrupted' : 'failed');
    throw error;
  }
}
