// @ts-check
import { callRates } from '../lib/calls.mjs';

/** A multiple of what each client has outstanding. */
const CALLS = 48_000;
const CALLS_OF_DAEMON = 4_000;

/** 1,000 calls outstanding at a time; of the other clients, whose threads each wait for their call, 16. @type {import('../run.mjs').Bench} */
export async function* flight(context) {
  const responder = await context.responder();
  yield await callRates(context, {
    title: '1,000 calls in flight (C, Python: 16 threads)',
    server: responder,
    peers: context.library,
    maxInFlight: 1000,
    command: `flight ${CALLS}`,
    operations: CALLS,
    unit: 'calls',
    goal: '300,000 calls a second',
  });
  for (const server of [responder, await context.libvirtd()]) {
    yield await callRates(context, {
      title: '1,000 calls outstanding, the library’s window of four (C, Python: 16 threads)',
      server,
      peers: [...context.others, ...context.library],
      maxInFlight: null,
      command: `flight ${CALLS_OF_DAEMON}`,
      operations: CALLS_OF_DAEMON,
      unit: 'calls',
      goal: '',
    });
  }
}
