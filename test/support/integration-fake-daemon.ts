import { once } from 'node:events';
import net from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Frame } from '../../src/protocol/frame.js';
import { FrameDecoder } from '../../src/protocol/frame-decoder.js';
import { VIR_NET_OK, VIR_NET_REPLY, type virNetMessageHeader } from '../../src/protocol/generated/net/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import type { Procedure } from '../../src/protocol/procedure.js';
import { encode } from './test-peer.js';

const {
  AUTH_LIST,
  CONNECT_SUPPORTS_FEATURE,
  CONNECT_OPEN,
  CONNECT_REGISTER_CLOSE_CALLBACK,
  CONNECT_CLOSE,
  CONNECT_GET_HOSTNAME,
} = procedures;

/** A reply to a call. */
export function reply<Ret>(header: virNetMessageHeader, { ret }: Procedure<never, Ret>, value: Ret): Uint8Array {
  return encode({ ...header, type: VIR_NET_REPLY, status: VIR_NET_OK }, ret, value);
}

function handshakeReply(header: virNetMessageHeader): Uint8Array | null {
  switch (header.proc) {
    case AUTH_LIST.number:
      return reply(header, AUTH_LIST as Procedure<never, { types: readonly number[] }>, { types: [0] });
    case CONNECT_SUPPORTS_FEATURE.number:
      return reply(header, CONNECT_SUPPORTS_FEATURE as Procedure<never, { supported: number }>, { supported: 1 });
    case CONNECT_OPEN.number:
    case CONNECT_REGISTER_CLOSE_CALLBACK.number:
    case CONNECT_CLOSE.number:
      return reply(header, CONNECT_OPEN as Procedure<never, void>, undefined);
    default:
      return null;
  }
}

/** A reply to `CONNECT_GET_HOSTNAME`. */
export function hostnameReply(header: virNetMessageHeader): Uint8Array {
  return reply(header, CONNECT_GET_HOSTNAME as Procedure<never, { hostname: string }>, { hostname: 'fake' });
}

/**
 * Listens like a daemon, for as long as the test runs, lets everybody in, and answers every later call with whatever
 * `answer` makes of its header.
 *
 * @returns the URI that leads to it
 */
export async function fakeDaemon(
  folder: string,
  answer: (header: virNetMessageHeader, socket: net.Socket) => Uint8Array | null,
): Promise<string> {
  const path = join(folder, 'fake.sock');
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    const decoder = new FrameDecoder({
      frame: ({ header }: Frame) => {
        const bytes = handshakeReply(header) ?? answer(header, socket);
        if (bytes !== null) socket.write(bytes);
      },
      stray: () => {},
    });
    socket.on('data', (bytes) => decoder.push(bytes));
  });
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  });
  return `test+unix:///default?socket=${path}`;
}
