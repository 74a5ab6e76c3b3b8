// @ts-check
import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../lib/folder.mjs';
import { CLIENT_CORE, pinned } from '../lib/pin.mjs';
import { median } from '../lib/rounds.mjs';
import { startLibvirtd } from '../lib/servers.mjs';
import { number } from '../lib/table.mjs';

/** As many files as make the daemon's look through a pool slow. */
const FILES = 3000;
const SLOW_CALLS = 20;
const PROGRAM = fileURLToPath(new URL('../peers/pings.mjs', import.meta.url));

/**
 * @param {readonly string[]} args
 * @returns {{ took: number, delays: number[] }}
 */
function measure(args) {
  const [program = '', ...rest] = pinned(CLIENT_CORE, [process.execPath, PROGRAM, ...args]);
  const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`pings.mjs ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** How long the daemon takes to answer a PING while twenty slow calls are outstanding. @type {import('../run.mjs').Bench} */
export async function* keepalive({ dist }) {
  const { socket, stop } = await startLibvirtd({ free: true });
  const folder = temporaryFolder();
  const relays = temporaryFolder();
  try {
    // The daemon is another user's.
    chmodSync(folder, 0o755);
    for (let i = 0; i < FILES; i++) writeFileSync(join(folder, `${i}`), '');
    const rows = [];
    for (const window of [4, 5, 20]) {
      const { took, delays } = measure([dist, socket, join(relays, `${window}`), folder, `${SLOW_CALLS}`, `${window}`]);
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
    await stop();
  }
}
