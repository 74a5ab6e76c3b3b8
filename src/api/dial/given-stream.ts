import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { unlessAborted } from '../../abort.js';
import { ConnectionError } from '../../errors.js';
import { StreamTransport } from '../../transport/stream/stream-transport.js';
import type { Transport } from '../../transport/transport.js';
import { checkDuplex, type Dialer } from './stream-option.js';

/**
 * The stream that is given, or that a given function makes.
 *
 * @throws ConnectionError for what the function throws, and for a stream that is over; TypeError for what is no stream; the
 *   signal's reason
 */
export async function streamOf(given: Duplex | Dialer, signal: AbortSignal | undefined): Promise<Duplex> {
  const stream = typeof given === 'function' ? await made(given, signal) : given;
  if (!stream.destroyed && stream.writable) return stream;
  throw new ConnectionError('options.stream is a stream that is over', 'ERR_LIBVIRT_CONNECT', false, {
    ...(stream.errored ? { cause: stream.errored } : {}),
  });
}

/** It came when nobody waited for it any more. */
function discard(stream: Partial<Duplex> | undefined): void {
  stream?.destroy?.();
}

async function made(dialer: Dialer, signal: AbortSignal | undefined): Promise<Duplex> {
  const promise = (async () => dialer(signal))();
  let stream: unknown;
  try {
    stream = await unlessAborted(promise, signal);
  } catch (cause) {
    if (signal?.aborted) {
      promise.then(discard, () => {});
      throw cause;
    }
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectionError(`options.stream failed: ${why}`, 'ERR_LIBVIRT_CONNECT', false, { cause });
  }
  checkDuplex(stream, 'what options.stream answered');
  return stream;
}

/** A stream of somebody else's, as a transport, which it is from now on. Only of TLS is it known what protects it. */
export function overStream(stream: Duplex): Transport {
  const protectedByTls = stream instanceof TLSSocket;
  return new StreamTransport({
    kind: 'stream',
    secure: protectedByTls,
    encrypted: protectedByTls,
    readable: stream,
    writable: stream,
    ref: (keep) => {
      const socket = stream as Duplex & { ref?(): void; unref?(): void };
      if (keep) socket.ref?.();
      else socket.unref?.();
    },
    close: () => stream.destroy(),
  });
}
