import { Socket } from 'node:net';
import { patiently } from '../patience.js';
import { checkUnixPath } from '../unix-path.js';

/**
 * Connects a socket of Node's with the listener at `path`. It reads nothing until it is resumed.
 *
 * @param make makes a socket for one more attempt. Default: one of Node's own kind
 * @throws the system's error, as Node makes it; the signal's reason
 */
export async function connectPaused(
  path: string,
  signal: AbortSignal | undefined,
  make: () => Socket = () => new Socket(),
): Promise<Socket> {
  checkUnixPath(path);
  return patiently(() => attempt(make(), path, signal), signal);
}

function attempt(socket: Socket, path: string, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const settle = (error: unknown): void => {
      socket.off('connect', connected).off('error', settle);
      signal?.removeEventListener('abort', aborted);
      if (error === undefined) {
        resolve(socket);
        return;
      }
      // What it may still say is of no interest, and must not be thrown.
      socket.on('error', () => {}).destroy();
      reject(error);
    };
    const connected = (): void => settle(undefined);
    const aborted = (): void => settle(signal?.reason);
    signal?.addEventListener('abort', aborted);
    socket.on('connect', connected).on('error', settle).pause();
    socket.connect(path);
  });
}
