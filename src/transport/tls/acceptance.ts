import type { TLSSocket } from 'node:tls';
import { offAbort, onAbort } from '../../abort.js';

/** The one byte that a daemon sends to a client that it accepts, before any message. */
const ACCEPTED = 1;

/** What came in its place: another byte, or the connection's end, with its error if it had one. */
export type Refusal = { readonly byte: number } | { readonly error: Error | null };

/**
 * Waits for the daemon to accept this client. A client that is not accepted has finished its handshake well, and is
 * hung up on.
 *
 * @returns `null`: it is accepted
 * @throws the signal's reason
 */
export function acceptance(socket: TLSSocket, signal: AbortSignal | undefined): Promise<Refusal | null> {
  return new Promise((resolve, reject) => {
    const settle = (decide: () => void): void => {
      socket.off('readable', look).off('error', failed).off('end', ended).off('close', ended);
      offAbort(signal, aborted);
      // Only then does the socket know that nobody reads it by pieces any more.
      process.nextTick(decide);
    };
    const look = (): void => {
      const bytes = socket.read(1) as Buffer | null;
      if (bytes === null) return;
      const byte = bytes[0] as number;
      settle(() => resolve(byte === ACCEPTED ? null : { byte }));
    };
    const failed = (error: Error): void => settle(() => resolve({ error }));
    const ended = (): void => settle(() => resolve({ error: null }));
    const aborted = (): void => settle(() => reject(signal?.reason));
    socket.on('readable', look).on('error', failed).on('end', ended).on('close', ended);
    onAbort(signal, aborted);
    if (signal?.aborted) aborted();
  });
}
