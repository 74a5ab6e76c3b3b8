import type { Socket } from 'node:net';
import { ConnectionError, ProtocolError } from '../../errors.js';
import { connectPaused } from '../../transport/net/connect.js';
import { NetTransport } from '../../transport/net/net-transport.js';
import type { Transport } from '../../transport/transport.js';
import type { TcpTarget, TlsTarget } from '../uri/target.js';

type Address = Pick<TcpTarget, 'host' | 'port'>;

/** A host's port, for messages: an IPv6 address has brackets. */
export function peerName({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** What is to be started on the host so that somebody listens. */
const LISTENERS: Readonly<Record<'tcp' | 'tls', string>> = {
  tcp: 'systemd’s libvirtd-tcp.socket or virtproxyd-tcp.socket, or libvirtd --listen with listen_tcp = 1',
  tls: 'systemd’s libvirtd-tls.socket or virtproxyd-tls.socket, or libvirtd --listen',
};

function meaning(code: string, { host, port, transport }: TcpTarget | TlsTarget): string | null {
  switch (code) {
    case 'ENOTFOUND':
      return `the name ${host} does not resolve. Is it right?`;
    case 'EAI_AGAIN':
      return `the name ${host} cannot be resolved for now: the name server does not answer`;
    case 'ECONNREFUSED':
      return `nobody listens on its port ${port}. On that host, ${LISTENERS[transport]} listens`;
    case 'ETIMEDOUT':
      return 'it does not answer. Is it up, and does a firewall let this port through?';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'there is no way to it from here';
    default:
      return null;
  }
}

function failure(target: TcpTarget | TlsTarget, error: Error): ConnectionError {
  const why = meaning((error as NodeJS.ErrnoException).code ?? '', target) ?? error.message;
  return new ConnectionError(`cannot connect to ${peerName(target)}: ${why}`, 'ERR_LIBVIRT_CONNECT', false, {
    cause: error,
  });
}

async function explained<T>(
  target: TcpTarget | TlsTarget,
  signal: AbortSignal | undefined,
  attempt: Promise<T>,
): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    if (signal?.aborted || !(error instanceof Error && 'code' in error)) throw error;
    throw failure(target, error);
  }
}

/** @throws ConnectionError where nobody answers, which says why; the signal's reason */
export function dialTcp(target: TcpTarget, signal: AbortSignal | undefined): Promise<Transport> {
  const { host, port } = target;
  return explained(target, signal, NetTransport.connect({ host, port }, signal));
}

/** A socket that TLS is to be spoken on. @throws as `dialTcp` */
export function socketForTls(target: TlsTarget, signal: AbortSignal | undefined): Promise<Socket> {
  const { host, port } = target;
  return explained(target, signal, connectPaused({ host, port }, signal));
}

/** What `connect` throws where the other side hung up on the very first question. */
export function hungUp(target: TcpTarget, error: unknown): unknown {
  const first = error instanceof ConnectionError && error.message.startsWith('AUTH_LIST ');
  if (!first || error.code !== 'ERR_LIBVIRT_CONNECTION_LOST' || error.cause instanceof ProtocolError) return error;
  const why = error.cause instanceof Error ? error.cause.message : 'it closed the connection';
  return new ConnectionError(
    `cannot connect to ${peerName(target)}: it was there, and hung up on a daemon's first question (${why}). Is that a ` +
      "daemon's port for TCP, as 16509 is? Its port for TLS, 16514, is reached by +tls",
    'ERR_LIBVIRT_CONNECT',
    false,
    { cause: error },
  );
}
