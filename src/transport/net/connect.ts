import { connect, type OnReadOpts, type Socket } from 'node:net';
import { patiently } from '../patience.js';
import { checkUnixPath } from '../unix-path.js';

/**
 * A socket of Node's that is connected to the listener at `path`, and reads nothing until it is resumed.
 *
 * @throws the system's error, as Node makes it; the signal's reason
 */
export async function connectPaused(
  path: string,
  onread: OnReadOpts | undefined,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  checkUnixPath(path);
  return patiently(() => attempt(path, onread, signal), signal);
}

function attempt(path: string, onread: OnReadOpts | undefined, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(onread === undefined ? { path } : { path, onread });
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
    socket.pause();
    socket.on('connect', connected).on('error', settle);
    signal?.addEventListener('abort', aborted);
  });
}
