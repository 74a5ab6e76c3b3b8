// @ts-check
import { Client } from './client.mjs';

/**
 * @typedef {import('./peers.mjs').Peer} Peer
 * @typedef {import('./client.mjs').Measure} Measure
 * @typedef {{ peer: string, rounds: Measure[] }} Series
 */

/** Rounds until Node has compiled what runs often. */
const WARM_UP = 4;

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/**
 * Has each peer carry out its command once a round, one peer after the other, so that what else the machine does
 * meets all of them alike. Who begins, and who comes after whom, changes from round to round: what one has the server do
 * can make it faster or slower for the next. The first rounds, in which they warm up, are left out.
 *
 * @param {readonly Peer[]} peers
 * @param {(peer: Peer) => string} uri
 * @param {number | null} maxInFlight
 * @param {(peer: Peer) => string} command
 * @param {number} rounds
 * @returns {Promise<Series[]>}
 */
export async function interleaved(peers, uri, maxInFlight, command, rounds) {
  const clients = peers.map((peer) => ({
    peer,
    client: new Client(peer.command(uri(peer), maxInFlight)),
    /** @type {Measure[]} */
    measures: [],
  }));
  try {
    for (let round = 0; round < WARM_UP + rounds; round++) {
      const order = [...clients.slice(round % clients.length), ...clients.slice(0, round % clients.length)];
      if (round % 2 === 1) order.reverse();
      for (const { peer, client, measures } of order) {
        const measure = await client.command(command(peer));
        if (round >= WARM_UP) measures.push(measure);
      }
    }
  } finally {
    for (const { client } of clients) await client.close();
  }
  return clients.map(({ peer, measures }) => ({ peer: peer.name, rounds: measures }));
}

/**
 * The median of the ratios within the rounds: rounds differ more than what is compared.
 *
 * @param {readonly Measure[]} rounds
 * @param {readonly Measure[] | undefined} reference
 * @param {keyof Measure} key
 * @returns {number | null}
 */
export function ratio(rounds, reference, key) {
  if (reference === undefined) return null;
  return median(rounds.map((measure, i) => measure[key] / /** @type {Measure} */ (reference[i])[key]));
}
