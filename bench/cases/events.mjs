// @ts-check
import { callRates } from '../lib/calls.mjs';

const EVENTS = 200_000;
const RATE = 10_000;
const CALLS = 2000;

/**
 * Events as fast as they can be taken, and calls while they arrive.
 *
 * @type {import('../run.mjs').Bench}
 */
export async function* events(context) {
  const server = await context.responder();
  const iterators = context.library.map((peer) => ({ ...peer, name: `${peer.name}, iterator` }));
  yield await callRates(context, {
    title: 'Lifecycle events, as fast as they are taken',
    server,
    peers: [...context.others, ...context.library, ...iterators],
    command: (peer) => `${iterators.includes(peer) ? 'iterated-events' : 'events'} ${EVENTS}`,
    operations: EVENTS,
    unit: 'events',
    goal: '500,000 events a second',
  });
  const peers = [...context.others, ...context.library];
  const disturbed = peers.map((peer) => ({ ...peer, name: `${peer.name}, ${RATE.toLocaleString('en')} events/s` }));
  yield await callRates(context, {
    title: 'Sequential calls (getLibVersion) while one event arrives a second, or thousands',
    server,
    peers: [...peers, ...disturbed],
    command: (peer) => `among-events ${CALLS} ${disturbed.includes(peer) ? RATE : 1}`,
    operations: CALLS,
    unit: 'calls',
    goal: '',
  });
}
