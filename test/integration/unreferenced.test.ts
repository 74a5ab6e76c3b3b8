import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { finished } from '../support/host-of.js';
import { builtLibrary } from '../support/integration-built.js';
import { useFolder } from '../support/integration-daemon.js';
import { useNetworkHost } from '../support/network-host.js';

const PROGRAM = fileURLToPath(new URL('../../fixtures/unreferenced.mjs', import.meta.url));
const host = useNetworkHost(useFolder());

const WAYS = {
  koffi: ['unix', {}],
  net: ['unix', { fdTransport: 'none' }],
  tcp: ['tcp', {}],
  tls: ['tls', {}],
  ssh: ['ssh by netcat', {}],
  ext: ['ext', {}],
} as const;

type Way = keyof typeof WAYS;

function start(name: Way, what: string) {
  const [way, options] = WAYS[name];
  const { uri } = host().way(way, 'test');
  const args = [PROGRAM, builtLibrary(), uri, JSON.stringify(options), what];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  });
  return child;
}

describe('a program whose connection is unreferenced', () => {
  it.each(Object.keys(WAYS) as Way[])(
    'waits for its call over %s, and then ends, whatever events it has asked for',
    async (way) => {
      expect(await finished(start(way, 'call'))).toEqual({ stdout: 'TEST\ndone\n', stderr: '', status: 0 });
    },
  );

  it.each(['koffi', 'tls'] as const)('lives on over %s when it is referenced again', async (way) => {
    const child = start(way, 'referenced');
    const ended = once(child, 'exit').then(() => 'ended');
    await Promise.race([once(child.stdout, 'data'), ended]);
    expect(await Promise.race([ended, delay(500).then(() => 'alive')])).toBe('alive');
  });
});
