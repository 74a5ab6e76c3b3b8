// @ts-check
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { median } from '../lib/rounds.mjs';
import { number } from '../lib/table.mjs';

/** As many files as make the daemon's look through a pool slow. */
const FILES = 3000;
const SLOW_CALLS = 20;
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

/**
 * @param {string} dist
 * @param {string} socket
 * @param {string} folder of many files
 * @param {number} maxInFlight
 */
async function measure(dist, socket, folder, maxInFlight) {
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
  /** @type {number[]} */
  const delays = [];
  const transport = await dialUnix(socket, { fdTransport: undefined, signal: undefined });
  const session = new Session(
    overheard(transport, (delay) => delays.push(delay)),
    { maxInFlight },
  );
  const { procedures } = remote;
  await handshake(session, { name: 'storage:///session', flags: 0, auth: null, keepalive: null }, {});
  const xml = `<pool type='dir'><name>bench</name><target><path>${folder}</path></target></pool>`;
  const { pool } = await session.call(procedures.STORAGE_POOL_CREATE_XML, { xml, flags: 0 });
  session.setKeepalive({ interval: INTERVAL, count: 1000 });
  const start = performance.now();
  const calls = Array.from({ length: SLOW_CALLS }, () =>
    session.call(procedures.STORAGE_POOL_REFRESH, { pool, flags: 0 }),
  );
  await Promise.all(calls);
  const took = (performance.now() - start) / SLOW_CALLS;
  session.setKeepalive(null);
  await session.call(procedures.STORAGE_POOL_DESTROY, { pool });
  await session.close(procedures.CONNECT_CLOSE, 3000);
  return { took, delays };
}

/** How long the daemon takes to answer a PING while twenty slow calls are outstanding. @type {import('../run.mjs').Bench} */
export async function* keepalive({ dist, libvirtd }) {
  const { socket } = await libvirtd();
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    // The daemon is another user's.
    chmodSync(folder, 0o755);
    for (let i = 0; i < FILES; i++) writeFileSync(join(folder, `${i}`), '');
    const rows = [];
    for (const window of [4, 5, 20]) {
      const { took, delays } = await measure(dist, socket, folder, window);
      rows.push([
        `${window} calls on their way${window === 4 ? ', as by default' : ''}`,
        number(took),
        `${delays.length}`,
        number(delays.length > 0 ? median(delays) : null, 1),
        number(delays.length > 0 ? Math.max(...delays) : null, 1),
      ]);
    }
    yield {
      title: `Keepalive behind ${SLOW_CALLS} slow calls, libvirtd with its max_client_requests of 5`,
      columns: ['', 'ms a slow call', 'PINGs', 'answered in ms, median', 'most'],
      rows,
      notes: ['goal: within 10 ms'],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
