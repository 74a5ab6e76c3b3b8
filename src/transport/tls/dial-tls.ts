import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import { offAbort, onAbort } from '../../abort.js';
import { StreamTransport } from '../stream/stream-transport.js';
import type { Transport } from '../transport.js';
import { acceptance } from './acceptance.js';
import { handshakeFailure, notAccepted } from './explain.js';

/** How the two sides prove to each other who they are. */
export interface TlsSettings {
  /** The authorities, and this client's certificate and key. */
  readonly secureContext: SecureContext;
  /** The host that the daemon's certificate must be for, unless `servername` says otherwise. */
  readonly hostname: string;
  readonly servername: string | undefined;
  /** Whether the certificate must be for that, and of an authority that is trusted. */
  readonly verify: boolean;
  /** What this client shows, for messages. `null`: nothing. */
  readonly certificate: string | null;
}

/**
 * Has TLS protect a stream to a daemon, and waits until the daemon accepts this client. The stream is this function's from
 * the start.
 *
 * @param peer what the stream leads to, for messages
 * @throws AuthError where one side does not trust the other; ConnectionError where the other side does not speak TLS;
 *   the signal's reason
 */
export async function dialTls(
  stream: Duplex,
  settings: TlsSettings,
  peer: string,
  signal: AbortSignal | undefined,
): Promise<Transport> {
  let socket: TLSSocket;
  try {
    socket = begin(stream, settings);
  } catch (error) {
    stream.on('error', () => {}).destroy();
    throw error;
  }
  // What it says when nobody waits for it any more is of no interest, and must not be thrown.
  socket.on('error', () => {});
  try {
    await secured(socket, stream, settings, peer, signal);
    const answer = await acceptance(socket, signal);
    if (answer !== null) throw notAccepted(answer, peer, settings.certificate);
  } catch (error) {
    socket.destroy();
    stream.destroy();
    throw error;
  }
  return new StreamTransport({
    kind: 'tls',
    secure: true,
    encrypted: true,
    separatesMessages: true,
    readable: socket,
    writable: socket,
    ref: (keep) => (keep ? socket.ref() : socket.unref()),
    close: () => {
      socket.destroy();
      stream.destroy();
    },
  });
}

function begin(stream: Duplex, { secureContext, hostname, verify, servername }: TlsSettings): TLSSocket {
  // Some hosts are called by their address, which TLS has no place for in its greeting.
  const name = servername ?? (isIP(hostname) === 0 ? hostname : '');
  return connect({
    secureContext,
    socket: stream as Socket,
    host: hostname,
    servername: name,
    rejectUnauthorized: verify,
  });
}

function secured(
  socket: TLSSocket,
  stream: Duplex,
  { certificate }: TlsSettings,
  peer: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error: unknown): void => {
      socket.off('secureConnect', done).off('error', failed).off('close', closed);
      stream.off('error', failed);
      offAbort(signal, aborted);
      if (error === undefined) resolve();
      else reject(error);
    };
    const done = (): void => settle(undefined);
    const failed = (error: Error): void => settle(handshakeFailure(error, socket, peer, certificate));
    const closed = (): void => settle(handshakeFailure(null, socket, peer, certificate));
    const aborted = (): void => settle(signal?.reason);
    socket.on('secureConnect', done).on('error', failed).on('close', closed);
    stream.on('error', failed);
    onAbort(signal, aborted);
    if (signal?.aborted) aborted();
  });
}
