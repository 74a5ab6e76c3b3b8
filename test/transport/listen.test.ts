import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { UnsupportedError } from '../../src/errors.js';
import { listenUnix } from '../../src/transport/listen.js';
import type { Transport } from '../../src/transport/transport.js';

vi.mock('../../src/transport/koffi/channel.js', { spy: true });

afterEach(() => void vi.restoreAllMocks());

async function withoutKoffi(): Promise<void> {
  const { loadChannel } = await import('../../src/transport/koffi/channel.js');
  vi.mocked(loadChannel).mockRejectedValue(new UnsupportedError('there is no koffi'));
}

/** Listens for as long as the test runs, and echoes. */
async function echo(): Promise<{ path: string; accepted: Transport[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-test-'));
  const path = join(folder, 'sock');
  const accepted: Transport[] = [];
  const listener = await listenUnix(path, (transport) => {
    accepted.push(transport);
    transport.start({
      data: (bytes) => void transport.write(Buffer.from(bytes)),
      descriptors: (fds) => transport.release(fds),
      drain: () => {},
      close: () => {},
    });
  });
  onTestFinished(async () => {
    for (const transport of accepted) transport.close();
    await listener.close();
    rmSync(folder, { recursive: true });
  });
  return { path, accepted };
}

async function said(path: string, text: string): Promise<string> {
  const socket = net.connect(path);
  socket.write(text);
  const [answer] = (await socket.take(1).toArray()) as [Buffer];
  socket.destroy();
  return String(answer);
}

it('accepts ends that carry descriptors', async () => {
  const { path, accepted } = await echo();
  expect(await said(path, 'hello')).toBe('hello');
  expect(accepted[0]).toMatchObject({ kind: 'koffi', supportsFds: true });
});

it('accepts ends that carry none where koffi is not there, and they say why', async () => {
  await withoutKoffi();
  const { path, accepted } = await echo();
  expect(await said(path, 'hello')).toBe('hello');
  expect(accepted[0]).toMatchObject({ kind: 'net', supportsFds: false, whyNoFds: 'there is no koffi' });
});

it('refuses a path that is too long, or taken', async () => {
  await expect(listenUnix(`/${'x'.repeat(200)}`, () => {})).rejects.toMatchObject({ code: 'ENAMETOOLONG' });
  const { path } = await echo();
  await expect(listenUnix(path, () => {})).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
