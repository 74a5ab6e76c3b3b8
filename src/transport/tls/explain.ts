import type { TLSSocket } from 'node:tls';
import { AuthError, ConnectionError } from '../../errors.js';
import type { Refusal } from './acceptance.js';

type CodedError = Error & { readonly code?: string };

/** What is wrong with the daemon's certificate, by Node's code. */
const FLAWS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it, or that of an authority above it, has expired',
  CERT_NOT_YET_VALID: 'it, or that of an authority above it, is not valid yet: compare the clocks',
  CERT_REVOKED: 'it has been revoked',
  CRL_HAS_EXPIRED: 'the list of revoked certificates has expired',
  UNABLE_TO_GET_CRL: 'there is no list of certificates that its authority has revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by itself alone',
  INVALID_PURPOSE: 'it is not for a server',
  INVALID_CA: 'an authority above it may not sign certificates',
};

const UNKNOWN_AUTHORITY = 'no authority that is trusted here has signed it';

/** The codes that say so. */
const UNKNOWN_AUTHORITIES = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
];

const RENEW = 'Have it renewed on that host';
const NAME_AUTHORITY = 'Give the authority that has signed it, as cacert.pem or options.tls.ca';

/** What to do about it, where that is not to get another certificate. */
const REMEDIES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: RENEW,
  CERT_NOT_YET_VALID: 'Set the clock right that is wrong',
  CRL_HAS_EXPIRED: 'Get a newer cacrl.pem',
  DEPTH_ZERO_SELF_SIGNED_CERT: NAME_AUTHORITY,
  UNABLE_TO_GET_CRL: 'Get its authority’s cacrl.pem, or take this one away',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Connect by a name that it is for, or say by options.tls.servername which one is meant',
};

const UNVERIFIED = 'no_verify=1 gives up knowing who the other side is.';

function remedyFor({ code = '' }: CodedError): string {
  return REMEDIES[code] ?? (UNKNOWN_AUTHORITIES.includes(code) ? NAME_AUTHORITY : 'Have the daemon show another one');
}

function flawOf(error: CodedError): string {
  const code = error.code ?? '';
  if (UNKNOWN_AUTHORITIES.includes(code)) return `${UNKNOWN_AUTHORITY} (${code})`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return `it is for another host (${error.message})`;
  return `${FLAWS[code] ?? error.message} (${code})`;
}

/** Whether OpenSSL, and not the network, has given up. */
function isProtocol({ code = '' }: CodedError): boolean {
  return code === 'EPROTO' || code.startsWith('ERR_SSL_');
}

/** An alert that tells what the other side thinks of this client's certificate. */
const OF_CERTIFICATE = /_ALERT_(?:UNKNOWN_CA|BAD_CERTIFICATE|CERTIFICATE_|UNSUPPORTED_CERTIFICATE|ACCESS_DENIED)/u;

const REFUSALS =
  'the daemon asks for a client certificate that an authority of its own cacert.pem has signed, that has not expired, ' +
  'and whose name its tls_allowed_dn_list has, where it has such a list; its log tells which of them it was';

function refused(how: string, peer: string, certificate: string | null, cause: Error | null): AuthError {
  const shown =
    certificate !== null
      ? `What was shown is ${certificate}.`
      : 'None was shown: there is no clientcert.pem with its clientkey.pem, and options.tls has none.';
  const options = cause === null ? {} : { cause };
  return new AuthError(
    `${peer} did not accept this client: it ${how}. What can have been refused: ${REFUSALS}. ${shown}`,
    {
      reason: 'denied',
      ...options,
    },
  );
}

/** What is thrown where TLS was agreed on, and the daemon's byte did not come. */
export function notAccepted(refusal: Refusal, peer: string, certificate: string | null): Error {
  if ('byte' in refusal) {
    const byte = `0x${refusal.byte.toString(16).padStart(2, '0')}`;
    return refused(`sent the byte ${byte} in place of 0x01`, peer, certificate, null);
  }
  const { error } = refusal;
  const how = error === null ? 'closed the connection after the handshake' : `ended the connection (${error.message})`;
  // A daemon that is about to end does so, too.
  const cause = error ?? new ConnectionError(`${peer} closed the connection`, 'ERR_LIBVIRT_CONNECTION_LOST', false);
  return refused(how, peer, certificate, cause);
}

/**
 * What is thrown where the handshake failed.
 *
 * @param error `null`: the other side hung up
 */
export function handshakeFailure(
  error: CodedError | null,
  socket: TLSSocket,
  peer: string,
  certificate: string | null,
): Error {
  if (error !== null && socket.authorizationError) {
    const text = `the certificate of ${peer} is not to be trusted: ${flawOf(error)}. ${remedyFor(error)}; ${UNVERIFIED}`;
    return new AuthError(text, { reason: 'proof', cause: error });
  }
  if (error !== null && OF_CERTIFICATE.test(error.code ?? '')) {
    return refused(`ended the handshake (${error.message})`, peer, certificate, error);
  }
  const options = error === null ? {} : { cause: error };
  const how =
    error === null || error.code === 'ECONNRESET'
      ? 'the other side hung up in the TLS handshake'
      : isProtocol(error)
        ? `what came is not TLS that both sides speak (${error.message.trim()})`
        : error.message;
  return new ConnectionError(
    `cannot connect to ${peer}: ${how}. Is that a port for TLS, as 16514 is? A daemon's TCP port, 16509, is reached by +tcp`,
    'ERR_LIBVIRT_CONNECT',
    false,
    options,
  );
}
