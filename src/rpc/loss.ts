import { ConnectionError, type ProtocolError } from '../errors.js';

/** Why a session ended: `null` where this side closed it. */
export type SessionEnd = ConnectionError | ProtocolError | null;

/** What a call gets that cannot have its reply any more. */
export function callLost(why: SessionEnd, procedure: string, sent: boolean): ConnectionError {
  const what = `${procedure} ${sent ? 'has no reply' : 'was not sent'}: `;
  return lost(why, what, sent ? '; it may have taken effect' : '', sent);
}

/** What a stream gets that cannot go on any more. */
export function streamLost(why: SessionEnd, procedure: string): ConnectionError {
  return lost(why, `the stream of ${procedure} has broken off: `, '', true);
}

function lost(why: SessionEnd, what: string, may: string, sent: boolean): ConnectionError {
  if (why === null) {
    return new ConnectionError(`${what}the connection is closed${may}`, 'ERR_LIBVIRT_CONNECTION_CLOSED', sent);
  }
  const code = why instanceof ConnectionError ? why.code : 'ERR_LIBVIRT_CONNECTION_LOST';
  return new ConnectionError(`${what}${why.message}${may}`, code, sent, { cause: why });
}
