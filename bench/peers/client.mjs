// @ts-check
/**
 * This library, as a program uses it. Commands as client.c has them.
 *
 *     node client.mjs DIST URI TRANSPORT MAX-IN-FLIGHT
 */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** Calls that are awaited at a time. */
const OUTSTANDING = 1000;

const [dist = '', uri = '', transport, maxInFlight] = process.argv.slice(2);
/** @type {typeof import('../../src/index.js')} */
const { connect } = await import(pathToFileURL(join(dist, 'index.js')).href);
const fdTransport = /** @type {import('../../src/index.js').FdTransport} */ (transport);
const options = { fdTransport, maxInFlight: maxInFlight === undefined ? undefined : Number(maxInFlight) };
const connections = [await connect(uri, options)];
const [connection] = /** @type {[import('../../src/index.js').Connection]} */ (connections);

/** @type {Record<string, (calls: number, count: number) => Promise<void>>} */
const COMMANDS = {
  async sequential(calls) {
    for (let i = 0; i < calls; i++) await connection.getLibVersion();
  },

  async info(calls) {
    const domain = await connection.domainLookupByName('test');
    for (let i = 0; i < calls; i++) await domain.getInfo();
  },

  async flight(calls) {
    const caller = async () => {
      while (calls-- > 0) await connection.getLibVersion();
    };
    await Promise.all(Array.from({ length: OUTSTANDING }, caller));
  },

  async files(calls, count) {
    const xml =
      `<domain type='test'><name>bench-${process.pid}</name><memory>8192</memory>` +
      '<os><type>hvm</type></os></domain>';
    const fds = Array.from({ length: count }, () => openSync('/dev/null', 'r'));
    for (let i = 0; i < calls; i++) await (await connection.domainCreateXMLWithFiles(xml, fds)).destroy();
    for (const fd of fds) closeSync(fd);
  },

  async connections(count) {
    while (connections.length < count) connections.push(await connect(uri, options));
    globalThis.gc?.();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [command = '', ...numbers] = line.split(' ');
  const [calls = 0, count = 0] = numbers.map(Number);
  const cpu = process.cpuUsage();
  const start = performance.now();
  await COMMANDS[command]?.(calls, count);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6 }));
}
for (const one of connections) await one.close();
