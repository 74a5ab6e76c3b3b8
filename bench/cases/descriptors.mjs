// @ts-check
import { callRates } from '../lib/calls.mjs';

const DOMAINS = 500;

/** `domainCreateXMLWithFiles` and `destroy`, with no, one and 32 descriptors. @type {import('../run.mjs').Bench} */
export async function* descriptors(context) {
  const peers = [...context.others, ...context.library].filter(({ carriesDescriptors }) => carriesDescriptors);
  for (const server of [await context.responder(), await context.libvirtd()]) {
    for (const count of [0, 1, 32]) {
      yield await callRates(context, {
        title: `Domains created with ${count} descriptors, and destroyed`,
        server,
        peers,
        maxInFlight: null,
        command: `files ${DOMAINS} ${count}`,
        operations: DOMAINS,
        unit: 'domains',
        goal: '',
      });
    }
  }
}
