import { Socket } from 'node:net';
import { offAbort, onAbort } from '../../abort.js';
import { patiently } from '../patience.js';
import { checkUnixPath } from '../unix-path.js';

/** Where a listener is. */
export type SocketAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/**
 * Connects a socket of Node's with a listener. It reads nothing until it is resumed. What is written to TCP's leaves at
 * once.
 *
 * @param make makes a socket for one more attempt. Default: one of Node's own kind
 * @throws the system's error, as Node makes it, or an `AggregateError` of them with the first one's code, where a host
 *   has several addresses; the signal's reason
 */
export async function connectPaused(
  address: SocketAddress,
  signal: AbortSignal | undefined,
  make: () => Socket = () => new Socket(),
): Promise<Socket> {
  if ('path' in address) checkUnixPath(address.path);
  return patiently(() => attempt(make(), address, signal), signal);
}

function attempt(socket: Socket, address: SocketAddress, signal: AbortSignal | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const settle = (error: unknown): void => {
      socket.off('connect', connected).off('error', settle);
      offAbort(signal, aborted);
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
    onAbort(signal, aborted);
    socket.on('connect', connected).on('error', settle).pause();
    if ('path' in address) socket.connect(address.path);
    // Given to `connect`, Node takes `noDelay` for nothing: it is the constructor's.
    else socket.setNoDelay(true).connect({ ...address });
  });
}
