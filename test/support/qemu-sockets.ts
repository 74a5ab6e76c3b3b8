import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import net from 'node:net';
import { onTestFinished } from 'vitest';

/** Milliseconds that the other end may take to say something. */
const PATIENCE = 10_000;

/**
 * Two connected sockets, for as long as the test runs.
 *
 * @param path of a socket that is there only for a moment
 */
export async function socketPair(path: string): Promise<[net.Socket, net.Socket]> {
  // What is to be given away must not read.
  const server = net.createServer({ pauseOnConnect: true });
  try {
    server.listen(path);
    await once(server, 'listening');
    const connected = once(server, 'connection');
    const one = net.connect(path);
    onTestFinished(() => closed(one));
    const [other] = (await connected) as [net.Socket];
    onTestFinished(() => closed(other));
    if (one.connecting) await once(one, 'connect');
    return [one, other];
  } finally {
    server.close();
    await rm(path, { force: true });
  }
}

/** A socket of Node's for a descriptor, for as long as the test runs. */
export function socketOf(fd: number): net.Socket {
  const socket = new net.Socket({ fd });
  onTestFinished(() => closed(socket));
  return socket;
}

/** Closes a socket, and waits until its descriptor is closed. */
export async function closed(socket: net.Socket): Promise<void> {
  if (socket.closed) return;
  const done = once(socket, 'close');
  socket.destroy();
  await done;
}

/** The next so many bytes. */
export async function take(socket: net.Socket, length: number): Promise<Buffer> {
  const signal = AbortSignal.timeout(PATIENCE);
  for (;;) {
    const bytes = socket.read(length) as Buffer | null;
    if (bytes?.length === length) return bytes;
    if (socket.readableEnded) throw new Error(`the other end closed before it had said ${length} bytes`);
    await once(socket, 'readable', { signal });
  }
}
