// @ts-check
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CLIENT_CORE, pinned } from '../lib/pin.mjs';

/** Encoding and decoding, beside js-xdr: a program of its own, which prints its own tables. @type {import('../run.mjs').Bench} */
export function codec({ dist }) {
  const [program = '', ...args] = pinned(CLIENT_CORE, [
    process.execPath,
    fileURLToPath(new URL('../codec.mjs', import.meta.url)),
    '--dist',
    dist,
  ]);
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`codec.mjs ended with ${status}`);
  return [];
}
