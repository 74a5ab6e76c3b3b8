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

/**
 * What ends a session whose transport has ended.
 *
 * @param error the transport's; `null`: the daemon closed it
 * @param unfinished how many bytes have come of a message that is not complete
 * @param strange what the other side said that no daemon says; `null`: nothing
 */
export function transportLost(error: Error | null, unfinished: number, strange: string | null): ConnectionError {
  const how = error === null ? 'the daemon closed the connection' : `the connection failed: ${error.message}`;
  const where = unfinished > 0 ? ` in the middle of a message, after ${unfinished} bytes of it` : '';
  const seen = strange === null ? '' : `: ${strange}`;
  const options = error === null ? {} : { cause: error };
  return new ConnectionError(how + where + seen, 'ERR_LIBVIRT_CONNECTION_LOST', true, options);
}

/** What ends a session whose daemon has lost its own connection. @param reason a `virConnectCloseReason` */
export function hypervisorLost(reason: number): ConnectionError {
  const text = `the daemon has lost its connection to the hypervisor (virConnectCloseReason ${reason})`;
  return new ConnectionError(text, 'ERR_LIBVIRT_CONNECTION_LOST', true);
}

function lost(why: SessionEnd, what: string, may: string, sent: boolean): ConnectionError {
  if (why === null) {
    return new ConnectionError(`${what}the connection is closed${may}`, 'ERR_LIBVIRT_CONNECTION_CLOSED', sent);
  }
  const code = why instanceof ConnectionError ? why.code : 'ERR_LIBVIRT_CONNECTION_LOST';
  return new ConnectionError(`${what}${why.message}${may}`, code, sent, { cause: why });
}
