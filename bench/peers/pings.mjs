// @ts-check
/**
 * Has the library make slow calls, and ask the daemon by keepalive meanwhile whether it is there.
 *
 *     node pings.mjs DIST SOCKET RELAY FOLDER CALLS MAX-IN-FLIGHT
 *
 * FOLDER becomes a storage pool, and a slow call is that the daemon looks through it. RELAY becomes a socket between the
 * library and the daemon's, where this listens. Prints how many milliseconds a call took, and each answer.
 */
import { once } from 'node:events';
import { createServer, connect as dial } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist = '', socket = '', relay = '', folder = '', calls, maxInFlight] = process.argv.slice(2);
/** Seconds of silence after which the library asks. */
const INTERVAL = 0.02;
const KEEPALIVE = 0x6b656570;
const PING = 1;
const PONG = 2;

/**
 * Whether a frame of the keepalive program is among `bytes`. Frames of the library and the daemon come whole here.
 *
 * @param {Buffer} bytes
 * @param {number} proc
 */
function has(bytes, proc) {
  for (let at = 0; at + 28 <= bytes.length; at += bytes.readUInt32BE(at)) {
    if (bytes.readUInt32BE(at + 4) === KEEPALIVE && bytes.readInt32BE(at + 12) === proc) return true;
  }
  return false;
}

/** Milliseconds that each PING took to be answered. @type {number[]} */
const delays = [];
let asked = 0;

const server = createServer((library) => {
  const daemon = dial(socket);
  library.on('data', (bytes) => {
    if (asked === 0 && has(bytes, PING)) asked = performance.now();
    daemon.write(bytes);
  });
  daemon.on('data', (bytes) => {
    if (asked > 0 && has(bytes, PONG)) {
      delays.push(performance.now() - asked);
      asked = 0;
    }
    library.write(bytes);
  });
  library.on('end', () => daemon.end());
  daemon.on('end', () => library.end());
}).listen(relay);
await once(server, 'listening');

/** @type {typeof import('../../src/index.js')} */
const { connect } = await import(pathToFileURL(join(dist, 'index.js')).href);
const connection = await connect(`storage+unix:///session?socket=${relay}`, {
  fdTransport: 'none',
  keepalive: { interval: INTERVAL, count: 1000 },
  maxInFlight: Number(maxInFlight),
});
const pool = await connection.storagePoolCreateXML(
  `<pool type='dir'><name>bench</name><target><path>${folder}</path></target></pool>`,
);
delays.length = 0;
asked = 0;
const start = performance.now();
await Promise.all(Array.from({ length: Number(calls) }, () => pool.refresh()));
const took = (performance.now() - start) / Number(calls);
await pool.destroy();
await connection.close();
server.close();
console.log(JSON.stringify({ took, delays }));
