// @ts-check
import { REFERENCE } from './peers.mjs';
import { interleaved, median, ratio } from './rounds.mjs';
import { number } from './table.mjs';

/**
 * @typedef {import('./peers.mjs').Peer} Peer
 * @typedef {import('./servers.mjs').Server} Server
 * @typedef {import('./table.mjs').Table} Table
 *
 * @typedef {object} Case
 * @property {string} title
 * @property {Server} server
 * @property {readonly Peer[]} peers
 * @property {number | null} maxInFlight
 * @property {string} command
 * @property {number} operations that the command makes
 * @property {string} unit
 * @property {string} goal
 */

/**
 * Measures how many operations a second the peers reach, and what their processes work for one.
 *
 * @param {import('../run.mjs').Context} context
 * @param {Case} what
 * @returns {Promise<Table>}
 */
export async function callRates({ rounds }, { title, server, peers, maxInFlight, command, operations, unit, goal }) {
  const all = await interleaved(peers, server.uri, maxInFlight, () => command, rounds);
  const reference = all.find(({ peer }) => peer === REFERENCE)?.rounds;
  return {
    title: `${title}, ${server.name}`,
    columns: ['', `${unit}/s`, 'of C', `CPU µs/${unit.replace(/s$/, '')}`, 'of C'],
    rows: all.map(({ peer, rounds: measures }) => {
      const time = ratio(measures, reference, 'seconds');
      return [
        peer,
        number(operations / median(measures.map(({ seconds }) => seconds))),
        number(time === null ? null : 1 / time, 2),
        number((median(measures.map(({ cpu }) => cpu)) / operations) * 1e6, 1),
        number(ratio(measures, reference, 'cpu'), 2),
      ];
    }),
    notes: goal === '' ? [] : [`goal: ${goal}`],
  };
}
