import type { RemoteErrorFields } from '../errors.js';
import type { Frame } from './frame.js';
import { errorDomains, errorLevels, errorNumbers } from './generated/errors.js';
import { types, type virNetMessageError } from './generated/net/index.js';
import { XdrReader } from './xdr/reader.js';

const VIR_ERR_NO_SUPPORT = 3;
const VIR_ERR_RPC = 39;
const VIR_ERR_ERROR = 2;
const VIR_FROM_RPC = 7;
const VIR_FROM_REMOTE = 13;

/**
 * A daemon that is older than a procedure has no code of its own for that, only this text; the C client
 * makes the same of it.
 */
function isUnknownProcedure(error: virNetMessageError): boolean {
  return (
    error.code === VIR_ERR_RPC &&
    (error.domain === VIR_FROM_RPC || error.domain === VIR_FROM_REMOTE) &&
    error.level === VIR_ERR_ERROR &&
    error.message?.startsWith('unknown procedure') === true
  );
}

/** @throws ProtocolError where the payload is not a `virNetMessageError` */
export function readRemoteError({ bytes, start, end }: Frame): RemoteErrorFields {
  const reader = new XdrReader(bytes, 'virNetMessageError', start, end);
  const error = types.virNetMessageError.read(reader);
  reader.finish();
  const errno = isUnknownProcedure(error) ? VIR_ERR_NO_SUPPORT : error.code;
  return {
    errno,
    code: errorNumbers[errno] ?? `VIR_ERR_${errno}`,
    domain: errorDomains[error.domain] ?? `VIR_FROM_${error.domain}`,
    level: errorLevels[error.level] ?? `VIR_ERR_LEVEL_${error.level}`,
    message: error.message ?? 'the daemon gave no message',
    str1: error.str1,
    str2: error.str2,
    str3: error.str3,
    int1: error.int1,
    int2: error.int2,
  };
}
