import { ProtocolError } from '../../errors.js';
import type { SecurityLayer } from './security-layer.js';

const LENGTH = 4;

/** The bytes for what is to be sent: tokens, each behind its length in 4 bytes (RFC 4422, section 3.7). */
export function protect(layer: SecurityLayer, bytes: Uint8Array): Buffer {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += layer.maxPiece) {
    const token = layer.wrap(bytes.subarray(at, at + layer.maxPiece));
    const length = Buffer.alloc(LENGTH);
    length.writeUInt32BE(token.length);
    parts.push(length, token);
  }
  return Buffer.concat(parts);
}

/** Finds the tokens in what comes, and what they protect. */
export class TokenStream {
  readonly #layer: SecurityLayer;
  #rest: Buffer = Buffer.alloc(0);

  constructor(layer: SecurityLayer) {
    this.#layer = layer;
  }

  /**
   * What is in the tokens that are complete now.
   *
   * @throws ProtocolError
   */
  *push(bytes: Uint8Array): Generator<Buffer> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= LENGTH) {
      const length = this.#rest.readUInt32BE();
      if (length > this.#layer.maxToken) {
        throw new ProtocolError(
          `the daemon sent a SASL token of ${length} bytes: it was told that ${this.#layer.maxToken} are the most`,
        );
      }
      if (this.#rest.length < LENGTH + length) return;
      const token = this.#rest.subarray(LENGTH, LENGTH + length);
      this.#rest = this.#rest.subarray(LENGTH + length);
      const piece = this.#layer.unwrap(token);
      yield Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    }
  }
}
