// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../lib/folder.mjs';
import { number } from '../lib/table.mjs';

const CALLS = /** @type {const} */ ([500, 2500]);

/**
 * The system calls of a run, by name.
 *
 * @param {readonly string[]} command
 * @param {string} input
 * @returns {Map<string, number>}
 */
function traced(command, input) {
  const file = join(temporaryFolder(), 'strace');
  const { status, stderr } = spawnSync('strace', ['-f', '-c', '-o', file, ...command], { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`strace ended with ${status}: ${stderr}`);
  // % time, seconds, usecs/call, calls, perhaps errors, name
  const lines = readFileSync(file, 'utf8').matchAll(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+)\s+(?:\d+\s+)?(\w+)$/gm);
  return new Map([...lines].flatMap(([, calls, name]) => (name === 'total' ? [] : [[name ?? '', Number(calls)]])));
}

/** What the kernel is asked for a call: two runs, and the difference. @type {import('../run.mjs').Bench} */
export async function* systemCalls({ others, library, responder }) {
  if (spawnSync('strace', ['-V']).status !== 0) {
    console.log('\nSystem calls are not counted: strace is not installed');
    return;
  }
  const { name, uri } = await responder();
  yield {
    title: `System calls a sequential call, ${name}`,
    columns: ['', 'a call', 'which'],
    rows: [...others, ...library].map((peer) => {
      const [few, many] = CALLS.map((calls) => traced(peer.command(uri, null), `sequential ${calls}\n`));
      const each = [...(many ?? [])]
        .map(([call, count]) => ({ call, rate: (count - (few?.get(call) ?? 0)) / (CALLS[1] - CALLS[0]) }))
        .sort((a, b) => b.rate - a.rate);
      const total = each.reduce((sum, { rate }) => sum + rate, 0);
      const named = each.filter(({ rate }) => rate >= 0.05).map(({ call, rate }) => `${call} ${number(rate, 1)}`);
      return [peer.name, number(total, 1), named.join(', ')];
    }),
  };
}
