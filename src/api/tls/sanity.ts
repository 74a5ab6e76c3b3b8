import { X509Certificate } from 'node:crypto';
import { AuthError } from '../../errors.js';
import type { TlsMaterial } from './options.js';

/** Certificates, and what they are called in messages. */
export interface Named {
  readonly what: string;
  readonly pem: TlsMaterial;
}

const BLOCK = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----.*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/gsu;

function certificatesIn({ pem, what }: Named): X509Certificate[] {
  const pieces = typeof pem === 'string' || pem instanceof Uint8Array ? [pem] : pem;
  const text = pieces
    .map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('latin1')))
    .join('\n');
  try {
    return (text.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
  } catch (cause) {
    throw wrong(`${what} has a certificate that cannot be read: ${(cause as Error).message}`, cause);
  }
}

function wrong(message: string, cause?: unknown): AuthError {
  const hint = 'no_sanity=1 has it used all the same';
  return new AuthError(`${message}; ${hint}`, { reason: 'credentials', ...(cause === undefined ? {} : { cause }) });
}

function checkTime(certificate: X509Certificate, what: string, now: number): void {
  const { validFrom, validTo } = certificate;
  if (Date.parse(validTo) < now) throw wrong(`${what} has expired, on ${validTo}`);
  if (Date.parse(validFrom) > now) throw wrong(`${what} is not valid before ${validFrom}`);
}

/**
 * Looks at certificates before they are used, so that what is wrong with this side's own is said here, and not, as a
 * refusal without a reason, by the other side.
 *
 * @throws AuthError
 */
export function checkSanity(ca: Named | null, own: Named | null, now: number = Date.now()): void {
  const authorities = ca === null ? [] : certificatesIn(ca);
  if (ca !== null && authorities.length === 0) throw wrong(`${ca.what} has no certificate in it`);
  // One of several may well be out of use.
  const [only] = authorities;
  if (ca !== null && only !== undefined && authorities.length === 1) {
    checkTime(only, ca.what, now);
    if (!only.ca) throw wrong(`${ca.what} has the certificate of no authority`);
  }
  if (own === null) return;
  const [leaf, ...between] = certificatesIn(own);
  if (leaf === undefined) throw wrong(`${own.what} has no certificate in it`);
  checkTime(leaf, own.what, now);
  const issuers = [...between, ...authorities];
  if (ca === null || issuers.some((issuer) => leaf.checkIssued(issuer) && leaf.verify(issuer.publicKey))) return;
  throw wrong(`${own.what} is signed by none of the authorities in ${ca.what}`);
}
