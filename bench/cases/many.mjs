// @ts-check
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CLIENT_CORE, pinned } from '../lib/pin.mjs';
import { number } from '../lib/table.mjs';

const PEER = fileURLToPath(new URL('../peers/many.mjs', import.meta.url));
const CONNECTIONS = 1000;
const CONCURRENCY = 10;
/** Seconds that they are idle. */
const IDLE = 30;

/** @type {readonly (readonly [name: string, transport: string])[]} */
const TRANSPORTS = [
  ['koffi', 'koffi'],
  ['net', 'none'],
];

/** What a thousand connections of one process take. @type {import('../run.mjs').Bench} */
export async function* many({ dist, libvirtd }) {
  const { name, uri } = await libvirtd();
  const rows = [];
  for (const [peer, transport] of TRANSPORTS) {
    const numbers = [CONNECTIONS, CONCURRENCY, IDLE].map(String);
    const command = [process.execPath, '--expose-gc', PEER, dist, uri, transport, ...numbers];
    const [program = '', ...args] = pinned(CLIENT_CORE, command);
    const { stdout } = await promisify(execFile)(program, args);
    const { connecting, before, after, idle, alive } = JSON.parse(stdout);
    /** @param {'rss' | 'heap'} what */
    const each = (what) => (after[what] - before[what]) / CONNECTIONS / 1024;
    rows.push([
      peer,
      number(connecting.seconds, 2),
      number((connecting.cpu / CONNECTIONS) * 1000, 2),
      number(each('rss'), 1),
      number(each('heap'), 1),
      number((idle / IDLE) * 100, 1),
      number(alive),
    ]);
  }
  yield {
    title: `${number(CONNECTIONS)} connections of one process, ${CONCURRENCY} connecting at a time, ${name}`,
    columns: [
      '',
      'connected, s',
      'CPU, ms each',
      'memory, KiB each',
      'heap, KiB each',
      `CPU idle ${IDLE} s, %`,
      'open',
    ],
    rows,
    notes: ['goal: memory of 64 KiB each'],
  };
}
