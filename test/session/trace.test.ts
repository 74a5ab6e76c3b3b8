import { format } from 'node:util';
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

it('traces calls where DEBUG asks for that, and neither their arguments nor their results', async () => {
  vi.stubEnv('DEBUG', 'libvirt-rpc:*');
  vi.resetModules();
  const { default: debug } = await import('debug');
  debug.enable('libvirt-rpc:*');
  const lines: string[] = [];
  debug.log = (...args: unknown[]) => lines.push(format(...args));
  const { DOM, LOOKUP, start } = await import('../support/test-session.js');

  const { peer, session } = start();
  const looking = session.call(LOOKUP, { name: 'a secret' });
  peer.reply(await peer.next(), LOOKUP, { dom: { ...DOM, name: 'another' } });
  await looking;
  debug.disable();

  expect(lines.some((line) => line.includes('DOMAIN_LOOKUP_BY_NAME'))).toBe(true);
  expect(lines.filter((line) => /a secret|another/.test(line))).toEqual([]);
});
