import { ProtocolError } from '../../../errors.js';
import type { SecurityLayer } from '../security-layer.js';
import type { GssContext } from './context.js';
import { GssError } from './gss-error.js';

/** Has a context encrypt all that passes. */
export class GssLayer implements SecurityLayer {
  readonly maxPiece: number;
  readonly maxToken: number;
  readonly #context: GssContext;

  /** @param sizes `maxSent`: the longest token that the daemon takes */
  constructor(context: GssContext, { maxSent, maxToken }: { readonly maxSent: number; readonly maxToken: number }) {
    this.#context = context;
    this.maxPiece = context.sizeLimit(maxSent);
    this.maxToken = maxToken;
  }

  wrap(piece: Uint8Array): Uint8Array {
    return this.#context.wrap(piece, true);
  }

  unwrap(token: Uint8Array): Uint8Array {
    try {
      const { bytes, encrypted } = this.#context.unwrap(token);
      if (encrypted) return bytes;
    } catch (cause) {
      if (!(cause instanceof GssError)) throw cause;
      throw new ProtocolError(`what came is not what the daemon sent: ${cause.message}`, null, { cause });
    }
    throw new ProtocolError('what came is not encrypted, as the login agreed on');
  }

  end(): void {
    this.#context.end();
  }
}
