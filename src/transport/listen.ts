import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { UnsupportedError } from '../errors.js';
import { checkIsNode } from './only-node.js';
import type { Transport } from './transport.js';
import { checkUnixPath } from './unix-path.js';

/** Listens on a UNIX socket. */
export interface Listener {
  /** Takes no more connections. Those that were made go on. */
  close(): Promise<void>;
}

/** Makes a transport of a socket of Node's that has been accepted and reads nothing; the socket is the transport's. */
type Accept = (socket: Socket) => Transport;

/**
 * Listens at `path`, which nothing may be at, and hands over the daemon's end of each connection. The ends carry
 * descriptors where koffi is there.
 *
 * @throws the system's error, as Node makes it; TypeError where the path is too long
 */
export async function listenUnix(path: string, connected: (transport: Transport) => void): Promise<Listener> {
  checkUnixPath(path);
  const accept = await best();
  const server = createServer({ pauseOnConnect: true }, (socket) => connected(accept(socket)));
  // Of this process even where it is one of a cluster.
  server.listen({ path, exclusive: true });
  await once(server, 'listening');
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

async function best(): Promise<Accept> {
  try {
    return await koffi();
  } catch (error) {
    if (!(error instanceof UnsupportedError)) throw error;
    const { message } = error;
    const { NetTransport } = await import('./net/net-transport.js');
    return (socket) => NetTransport.accepted(socket, message);
  }
}

async function koffi(): Promise<Accept> {
  checkIsNode('koffi');
  const [{ loadChannel }, { KoffiTransport }] = await Promise.all([
    import('./koffi/channel.js'),
    import('./koffi/koffi-transport.js'),
  ]);
  const channel = await loadChannel();
  return (socket) => KoffiTransport.accepted(channel, socket);
}
