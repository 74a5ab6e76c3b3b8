import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { finished } from '../support/host-of.js';
import { builtLibrary } from '../support/integration-built.js';

const SOAK = fileURLToPath(new URL('../../bench/soak.mjs', import.meta.url));

/** The beginning of what bench/soak.mjs does for an hour. */
const ARGS = ['--minutes', '0.4', '--rest', '1.5', '--connections', '30'];

it('with calls, events, streams and faults, memory, descriptors and handles stay what they are', async () => {
  const child = spawn(process.execPath, [SOAK, ...ARGS, '--dist', dirname(fileURLToPath(builtLibrary()))], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  });
  const { stdout, stderr, status } = await finished(child);
  expect({ stderr, status }, stdout).toEqual({ stderr: '', status: 0 });
  for (const what of [
    'calls, many at once',
    'descriptors',
    'events',
    'volumes up and down',
    'streams that are broken off',
  ]) {
    expect(stdout).toContain(`${what}: done`);
  }
  expect(stdout).toContain('ERR_LIBVIRT_CONNECTION_LOST');
  expect(stdout).toMatch(/^\d+ daemons were replaced$/mu);
}, 120_000);
