// @ts-check
import { callRates } from '../lib/calls.mjs';

const CALLS = 1000;

/** One call after the other, each awaited. @type {import('../run.mjs').Bench} */
export async function* sequential(context) {
  const peers = [...context.others, ...context.library];
  for (const server of [await context.responder(), await context.libvirtd()]) {
    for (const [command, what] of /** @type {const} */ ([
      ['sequential', 'getLibVersion'],
      ['info', 'Domain.getInfo'],
    ])) {
      yield await callRates(context, {
        title: `Sequential calls (${what})`,
        server,
        peers,
        maxInFlight: null,
        command: `${command} ${CALLS}`,
        operations: CALLS,
        unit: 'calls',
        goal: 'at least the rate of C, at most 1.2 of its CPU',
      });
    }
  }
}
