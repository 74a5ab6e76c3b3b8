// @ts-check
/**
 * This library, as a program uses it. Commands as client.c has them.
 *
 *     node client.mjs DIST URI TRANSPORT MAX-IN-FLIGHT
 */
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

/** Calls that are awaited at a time. */
const OUTSTANDING = 1000;

const [dist = '', uri = '', transport, maxInFlight] = process.argv.slice(2);
/** @type {typeof import('../../src/index.js')} */
const { connect, DomainEventID } = await import(pathToFileURL(join(dist, 'index.js')).href);
const fdTransport = /** @type {import('../../src/index.js').FdTransport} */ (transport);
const options = { fdTransport, maxInFlight: maxInFlight === undefined ? undefined : Number(maxInFlight) };
const connections = [await connect(uri, options)];
const [connection] = /** @type {[import('../../src/index.js').Connection]} */ (connections);

/** What is handed to `write` at a time. */
const STREAM_CHUNK = Buffer.alloc(1024 * 1024);

const volume = async () => (await connection.storagePoolLookupByName('bench')).storageVolLookupByName('volume');

/** Who is told of events; the domain whose memory says how many. @type {{ domain: import('../../src/index.js').Domain, told: () => void } | null} */
let listening = null;

async function listen() {
  if (listening !== null) return listening;
  const own = { domain: await connection.domainLookupByName('bench'), told: () => {} };
  await connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, () => own.told());
  listening = own;
  return own;
}

/** @type {import('../../src/index.js').EventIterator<import('../../src/index.js').DomainLifecycleEvent> | null} */
let iterator = null;

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

  async list(calls) {
    for (let i = 0; i < calls; i++) await connection.listAllDomains();
  },

  async stats(calls) {
    for (let i = 0; i < calls; i++) await connection.getAllDomainStats();
  },

  async download() {
    const stream = (await volume()).download();
    stream.on('data', () => {});
    await once(stream, 'end');
  },

  async upload() {
    const vol = await volume();
    const stream = vol.upload();
    let left = Number((await vol.getInfo()).capacity);
    while (left > 0) {
      const chunk = left < STREAM_CHUNK.length ? STREAM_CHUNK.subarray(0, left) : STREAM_CHUNK;
      left -= chunk.length;
      if (!stream.write(chunk)) await once(stream, 'drain');
    }
    stream.end();
    await once(stream, 'finish');
  },

  async events(count) {
    const own = await listen();
    let came = 0;
    const all = new Promise((resolve) => {
      own.told = () => {
        if (++came === count) resolve(undefined);
      };
    });
    await own.domain.setMemory(BigInt(count));
    await all;
  },

  async 'iterated-events'(count) {
    const domain = await connection.domainLookupByName('bench');
    // One read may bring more events than are kept by default.
    iterator ??= connection.domainEvents('lifecycle', { highWaterMark: count });
    // Registered, at least, when a later call has been answered.
    await domain.setMemory(BigInt(count));
    for (let came = 0; came < count; came++) await iterator.next();
  },

  async 'among-events'(calls, rate) {
    const { domain } = await listen();
    await domain.setMaxMemory(BigInt(rate));
    for (let i = 0; i < calls; i++) await connection.getLibVersion();
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
