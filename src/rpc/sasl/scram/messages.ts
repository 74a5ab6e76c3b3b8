import { ProtocolError } from '../../../errors.js';

/** What the server answers the client's first message with. */
export interface ServerFirst {
  /** The client's nonce and the server's own behind it. */
  readonly nonce: string;
  readonly salt: Buffer;
  readonly iterations: number;
}

/** What the server ends with: its proof, or why there is none. */
export type ServerFinal = { readonly signature: Buffer } | { readonly error: string };

/** Printable ASCII without a comma. */
const NONCE = /^[\x21-\x2b\x2d-\x7e]+$/u;
const BASE64 = /^(?=.)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/u;
const COUNT = /^[1-9][0-9]{0,9}$/u;

/** A name as a message carries it. */
export function escapeName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

function malformed(what: string): ProtocolError {
  return new ProtocolError(`the daemon sent a SCRAM message ${what}`);
}

/** @throws ProtocolError for bytes that are no text */
export function decodeMessage(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('that is not UTF-8');
  }
}

function base64(text: string, what: string): Buffer {
  if (!BASE64.test(text)) throw malformed(`whose ${what} is not base64`);
  return Buffer.from(text, 'base64');
}

/** What stands, in its place, for `name`. */
function attribute(part: string | undefined, name: string): string {
  if (part?.startsWith(`${name}=`)) return part.slice(2);
  if (part?.startsWith('m=')) throw malformed('with an extension that must be understood, and is not');
  throw malformed(`without ${name}= in its place`);
}

/** @throws ProtocolError */
export function parseServerFirst(message: string): ServerFirst {
  const [r, s, i] = message.split(',');
  const nonce = attribute(r, 'r');
  if (!NONCE.test(nonce)) throw malformed('whose nonce is none');
  const salt = base64(attribute(s, 's'), 'salt');
  const count = attribute(i, 'i');
  if (!COUNT.test(count)) throw malformed('whose iteration count is none');
  return { nonce, salt, iterations: Number(count) };
}

/** @throws ProtocolError */
export function parseServerFinal(message: string): ServerFinal {
  const [first] = message.split(',');
  // The text is the daemon's, and goes into an error: nothing but a name may.
  if (first?.startsWith('e=')) return { error: /^[\w-]{1,64}$/u.test(first.slice(2)) ? first.slice(2) : 'other-error' };
  return { signature: base64(attribute(first, 'v'), 'signature') };
}
