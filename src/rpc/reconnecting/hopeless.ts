import { AuthError, ConnectionError, ProtocolError, RemoteError, TimeoutError } from '../../errors.js';
import { GssError } from '../sasl/gssapi/gss-error.js';

/** What a daemon answers a client that it does not want, however often that one asks. */
const UNWANTED: readonly string[] = [
  'VIR_ERR_ACCESS_DENIED',
  'VIR_ERR_AUTH_FAILED',
  'VIR_ERR_AUTH_CANCELLED',
  'VIR_ERR_AUTH_UNAVAILABLE',
  'VIR_ERR_OPERATION_DENIED',
];

/** Whether the other side did no more than hang up, as a daemon does that goes down: it need not refuse this client. */
function isHangUp(cause: unknown): boolean {
  return cause instanceof ConnectionError || (cause instanceof Error && 'code' in cause && cause.code === 'ECONNRESET');
}

/**
 * Whether an attempt that failed so will fail again. The same URI was open before, so a daemon that cannot open it now is
 * on its way up, or has a part missing while it is upgraded. A login that was refused is not tried again: it would be
 * refused again, and may lock the user out; where there is but no ticket yet, no daemon has refused anything. Anything else that is no failure of a connection is a mistake of this program's.
 */
export function isHopeless(error: unknown): boolean {
  if (error instanceof AuthError) return !(isHangUp(error.cause) || error.cause instanceof GssError);
  if (error instanceof RemoteError) return UNWANTED.includes(error.code);
  return !(error instanceof ConnectionError || error instanceof ProtocolError || error instanceof TimeoutError);
}
