// @ts-check
import { compare } from './compare.mjs';

/**
 * @typedef {Omit<import('./compare.mjs').Case, 'time' | 'rate' | 'cpu'> & { operations: number, unit: string }} Calls
 *   operations: that the command makes
 */

/**
 * Measures how many operations a second the peers reach, and what their processes work for one.
 *
 * @param {import('../run.mjs').Context} context
 * @param {Calls} what
 */
export function callRates(context, { operations, unit, ...what }) {
  return compare(context, {
    ...what,
    time: { name: `${unit}/s`, of: (seconds) => operations / seconds, digits: 0 },
    rate: true,
    cpu: { name: `CPU µs/${unit.replace(/s$/, '')}`, of: (seconds) => (seconds / operations) * 1e6, digits: 1 },
  });
}
