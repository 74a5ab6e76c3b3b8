import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connectPaused } from '../../src/transport/net/connect.js';

let server: net.Server;

beforeEach(async () => {
  server = net.createServer((socket) => socket.on('error', () => {}).resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.close();
  await once(server, 'close');
});

/** What Node's own handle of a socket is asked for. */
type Handle = { setNoDelay(enable: boolean): number };

it('has small messages by TCP leave at once', async () => {
  const { port } = server.address() as net.AddressInfo;
  const probe = net.connect(port, '127.0.0.1');
  await once(probe, 'connect');
  const handle = Object.getPrototypeOf((probe as unknown as { _handle: Handle })._handle) as Handle;
  const asked = vi.spyOn(handle, 'setNoDelay');
  const socket = await connectPaused({ host: '127.0.0.1', port }, undefined);
  const { calls } = asked.mock;
  asked.mockRestore();
  for (const one of [probe, socket]) one.destroy();
  expect(calls).toEqual([[true]]);
});
