// @ts-check
/**
 * Measures this library beside the other libvirt clients that the machine has. See README.md.
 *
 *     node bench/run.mjs [names…] [--rounds N] [--ahead] [--dist DIR] [--against DIR]
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { codec } from './cases/codec.mjs';
import { coldStart } from './cases/cold-start.mjs';
import { descriptors } from './cases/descriptors.mjs';
import { events } from './cases/events.mjs';
import { flight } from './cases/flight.mjs';
import { keepalive } from './cases/keepalive.mjs';
import { lists } from './cases/lists.mjs';
import { many } from './cases/many.mjs';
import { memory } from './cases/memory.mjs';
import { sequential } from './cases/sequential.mjs';
import { streams } from './cases/streams.mjs';
import { systemCalls } from './cases/system-calls.mjs';
import { tls } from './cases/tls.mjs';
import { library, otherClients, ROOT } from './lib/peers.mjs';
import { PINNED, runAhead } from './lib/pin.mjs';
import { startLibvirtd, startResponder } from './lib/servers.mjs';
import { print } from './lib/table.mjs';

/**
 * @typedef {import('./lib/servers.mjs').Server} Server
 * @typedef {import('./lib/table.mjs').Table} Table
 *
 * @typedef {object} Context
 * @property {string} dist what is measured
 * @property {readonly import('./lib/peers.mjs').Peer[]} library it, by its transports
 * @property {readonly import('./lib/peers.mjs').Peer[]} others
 * @property {number} rounds
 * @property {() => Promise<Server>} responder
 * @property {() => Promise<Server>} libvirtd
 *
 * @typedef {(context: Context) => AsyncIterable<Table> | Iterable<Table>} Bench
 */

/** @type {Readonly<Record<string, Bench>>} */
const BENCHES = {
  sequential,
  flight,
  lists,
  streams,
  events,
  descriptors,
  codec,
  'cold-start': coldStart,
  memory,
  many,
  keepalive,
  'system-calls': systemCalls,
  tls,
};

/** @param {readonly string[]} names */
function chosen(names) {
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    throw new TypeError(`no bench is named ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  }
  return Object.entries(BENCHES).filter(([name]) => names.length === 0 || names.includes(name));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '9' },
    against: { type: 'string' },
    dist: { type: 'string' },
    ahead: { type: 'boolean' },
  },
});
if (values.ahead) runAhead();
const dist = resolve(values.dist ?? join(ROOT, 'dist'));
if (!existsSync(join(dist, 'index.js'))) throw new Error(`nothing is built at ${dist}: npm run build`);
const benches = chosen(positionals);
/** @type {Map<() => Promise<Server>, Promise<Server>>} */
const servers = new Map();

/** @param {() => Promise<Server>} start @returns {() => Promise<Server>} */
const once = (start) => () => {
  const server = servers.get(start) ?? start();
  servers.set(start, server);
  return server;
};

/** @type {Context} */
const context = {
  dist,
  library: [
    library('libvirt-rpc', dist, 'koffi'),
    library('libvirt-rpc, net', dist, 'none'),
    ...(values.against === undefined
      ? []
      : [
          library('the other build', resolve(values.against), 'koffi'),
          library('the other build, net', resolve(values.against), 'none'),
        ]),
  ],
  others: otherClients((text) => console.log(text)),
  rounds: Number(values.rounds),
  responder: once(startResponder),
  libvirtd: once(() => startLibvirtd()),
};
// What was started ends with this process, and its folders go, if it ends by its own will.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
if (!PINNED) console.log('client and server share the cores: taskset is not there, or there is one core');
try {
  for (const [, bench] of benches) for await (const table of bench(context)) print(table);
} finally {
  // One that did not start has said so, and the others are to end all the same.
  await Promise.allSettled([...servers.values()].map(async (server) => (await server).stop()));
}
