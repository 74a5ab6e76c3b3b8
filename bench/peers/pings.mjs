// @ts-check
/**
 * Has the library make slow calls, and ask the daemon by keepalive meanwhile whether it is there.
 *
 *     node pings.mjs DIST SOCKET FOLDER CALLS MAX-IN-FLIGHT
 *
 * FOLDER becomes a storage pool, and a slow call is that the daemon looks through it. Prints how many milliseconds a
 * call took, and each answer.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist = '', socket = '', folder = '', calls, maxInFlight] = process.argv.slice(2);
/** Seconds of silence after which the library asks. */
const INTERVAL = 0.02;
const KEEPALIVE = 0x6b656570;
const PING = 1;
const PONG = 2;

/**
 * Whether a frame of the keepalive program is among `bytes`. Frames of the library and the daemon come whole here.
 *
 * @param {Uint8Array} bytes
 * @param {number} proc
 */
function has(bytes, proc) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + 28 <= bytes.length; at += view.getUint32(at)) {
    if (view.getUint32(at + 4) === KEEPALIVE && view.getInt32(at + 12) === proc) return true;
  }
  return false;
}

/**
 * The transport, with an ear at it: what is told is how many milliseconds a PING took to be answered.
 *
 * @param {import('../../src/transport/transport.js').Transport} transport
 * @param {(delay: number) => void} tell
 * @returns {import('../../src/transport/transport.js').Transport}
 */
function overheard(transport, tell) {
  let asked = 0;
  const write = transport.write.bind(transport);
  transport.write = (bytes, fds) => {
    if (asked === 0 && has(bytes, PING)) asked = performance.now();
    return write(bytes, fds);
  };
  const start = transport.start.bind(transport);
  transport.start = (events) =>
    start({
      data(bytes) {
        if (asked > 0 && has(bytes, PONG)) {
          tell(performance.now() - asked);
          asked = 0;
        }
        events.data(bytes);
      },
      descriptors: (fds, byte) => events.descriptors(fds, byte),
      drain: () => events.drain(),
      close: (error) => events.close(error),
    });
  return transport;
}

/** @param {string} file */
const load = (file) => import(pathToFileURL(join(dist, file)).href);
/** @type {typeof import('../../src/transport/choose.js')} */
const { dialUnix } = await load('transport/choose.js');
/** @type {typeof import('../../src/rpc/session.js')} */
const { Session } = await load('rpc/session.js');
/** @type {typeof import('../../src/rpc/handshake.js')} */
const { handshake } = await load('rpc/handshake.js');
/** @type {typeof import('../../src/protocol/index.js')} */
const { remote } = await load('protocol/index.js');
const { procedures } = remote;

/** @type {number[]} */
const delays = [];
const transport = overheard(await dialUnix(socket, { fdTransport: undefined, signal: undefined }), (delay) =>
  delays.push(delay),
);
const session = new Session(transport, { maxInFlight: Number(maxInFlight) });
await handshake(session, { name: 'storage:///session', flags: 0, auth: null, keepalive: null }, {});
const xml = `<pool type='dir'><name>bench</name><target><path>${folder}</path></target></pool>`;
const { pool } = await session.call(procedures.STORAGE_POOL_CREATE_XML, { xml, flags: 0 });
session.setKeepalive({ interval: INTERVAL, count: 1000 });
const start = performance.now();
const refresh = () => session.call(procedures.STORAGE_POOL_REFRESH, { pool, flags: 0 });
await Promise.all(Array.from({ length: Number(calls) }, refresh));
const took = (performance.now() - start) / Number(calls);
session.setKeepalive(null);
await session.call(procedures.STORAGE_POOL_DESTROY, { pool });
await session.close(procedures.CONNECT_CLOSE, 3000);
console.log(JSON.stringify({ took, delays }));
