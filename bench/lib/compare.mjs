// @ts-check
import { REFERENCE } from './peers.mjs';
import { interleaved, median, ratio } from './rounds.mjs';
import { number } from './table.mjs';

/**
 * @typedef {import('./peers.mjs').Peer} Peer
 * @typedef {import('./table.mjs').Table} Table
 *
 * @typedef {object} Column how a measure is shown: what it is called, and what its value is for so many seconds
 * @property {string} name
 * @property {(seconds: number) => number} of
 * @property {number} digits
 *
 * @typedef {object} Case
 * @property {string} title
 * @property {{ readonly name: string, readonly uri: string | ((peer: Peer) => string) }} server
 * @property {readonly Peer[]} peers
 * @property {number | null} [maxInFlight]
 * @property {string | ((peer: Peer) => string)} command
 * @property {Column} time
 * @property {boolean} rate whether more is better
 * @property {Column} cpu
 * @property {string} goal
 */

/**
 * Measures what a command takes each of the peers, and what their processes work for it.
 *
 * @param {import('../run.mjs').Context} context
 * @param {Case} what
 * @returns {Promise<Table>}
 */
export async function compare({ rounds }, { title, server, peers, maxInFlight, command, time, rate, cpu, goal }) {
  const commandOf = typeof command === 'string' ? () => command : command;
  const { uri } = server;
  const uriOf = typeof uri === 'string' ? () => uri : uri;
  const all = await interleaved(peers, uriOf, maxInFlight ?? null, commandOf, rounds);
  const reference = all.find(({ peer }) => peer === REFERENCE)?.rounds;
  return {
    title: `${title}, ${server.name}`,
    columns: ['', time.name, 'of C', cpu.name, 'of C'],
    rows: all.map(({ peer, rounds: measures }) => {
      const took = ratio(measures, reference, 'seconds');
      return [
        peer,
        number(time.of(median(measures.map(({ seconds }) => seconds))), time.digits),
        number(took === null || !rate ? took : 1 / took, 2),
        number(cpu.of(median(measures.map(({ cpu }) => cpu))), cpu.digits),
        number(ratio(measures, reference, 'cpu'), 2),
      ];
    }),
    notes: goal === '' ? [] : [`goal: ${goal}`],
  };
}
