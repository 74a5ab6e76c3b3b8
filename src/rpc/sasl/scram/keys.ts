import { createHash, createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

/** A hash function that SCRAM is defined with, as node:crypto names it. */
export type ScramHash = 'sha1' | 'sha256' | 'sha512';

const BYTES: Readonly<Record<ScramHash, number>> = { sha1: 20, sha256: 32, sha512: 64 };

/** What both sides of a login compute of its messages. */
export interface ScramProofs {
  readonly client: Buffer;
  readonly server: Buffer;
}

function hmac(hash: ScramHash, key: Buffer, text: string): Buffer {
  return createHmac(hash, key).update(text).digest();
}

/**
 * RFC 5802, section 3.
 *
 * @param authMessage the messages so far, as that section joins them
 */
export async function scramProofs(
  hash: ScramHash,
  password: string,
  { salt, iterations }: { readonly salt: Buffer; readonly iterations: number },
  authMessage: string,
): Promise<ScramProofs> {
  const salted = await promisify(pbkdf2)(password, salt, iterations, BYTES[hash], hash);
  const clientKey = hmac(hash, salted, 'Client Key');
  const storedKey = createHash(hash).update(clientKey).digest();
  const signature = hmac(hash, storedKey, authMessage);
  return {
    client: Buffer.from(clientKey.map((byte, i) => byte ^ (signature[i] as number))),
    server: hmac(hash, hmac(hash, salted, 'Server Key'), authMessage),
  };
}
