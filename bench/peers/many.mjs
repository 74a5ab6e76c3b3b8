// @ts-check
/**
 * Has one process hold many connections, with the library's own keepalive, and do nothing with them.
 *
 *     node --expose-gc many.mjs DIST URI TRANSPORT COUNT CONCURRENCY SECONDS
 *
 * Prints what they took: seconds to connect, and of CPU; bytes of memory of the process and of its heap before and after;
 * seconds of CPU in so many idle ones; and how many of them are open then.
 */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const [dist = '', uri = '', transport, ...numbers] = process.argv.slice(2);
const [count = 0, concurrency = 0, seconds = 0] = numbers.map(Number);
/** @type {typeof import('../../src/index.js')} */
const { connectAll } = await import(pathToFileURL(join(dist, 'index.js')).href);
const fdTransport = /** @type {import('../../src/index.js').FdTransport} */ (transport);

function memory() {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heap: heapUsed + external };
}

/** @param {NodeJS.CpuUsage} since */
function cpu(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

/** @param {number} many */
async function open(many) {
  const found = [];
  for await (const { connection, error } of connectAll(new Array(many).fill(uri), { concurrency, fdTransport })) {
    if (error !== null) throw error;
    found.push(connection);
  }
  return found;
}

// What is loaded and compiled once is no connection's.
for (const connection of await open(50)) await connection.close();
await delay(200);
const before = memory();
const begun = performance.now();
const beforeConnecting = process.cpuUsage();
const connections = await open(count);
const connecting = { seconds: (performance.now() - begun) / 1000, cpu: cpu(beforeConnecting) };
const after = memory();
const beforeIdle = process.cpuUsage();
await delay(seconds * 1000);
const idle = cpu(beforeIdle);
const alive = connections.filter((connection) => connection.isAlive()).length;
console.log(JSON.stringify({ connecting, before, after, idle, alive }));
await Promise.all(connections.map((connection) => connection.close()));
