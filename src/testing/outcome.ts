import type { virNetMessageError } from '../protocol/generated/net/index.js';

/** What becomes of the stream that a reply opens. */
export interface StreamScript {
  /** What the client is sent. Default: nothing. */
  readonly send?: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> | undefined;
  /**
   * Is given all that the client has sent, once it says that this was all. What it throws, `call.fail` included, is what
   * the client's last message is answered with. Default: whatever comes is read past.
   */
  readonly receive?: ((data: Buffer) => void | Promise<void>) | undefined;
  /** The error that ends the stream once all of `send` has been sent. Default: none. */
  readonly error?: virNetMessageError | undefined;
}

/** What becomes of a call. */
export type Outcome =
  | {
      readonly kind: 'reply';
      readonly value: unknown;
      /** Descriptors that go with it; they stay whose they are. */
      readonly fds: readonly number[];
      readonly stream: StreamScript | null;
    }
  | { readonly kind: 'error'; readonly error: virNetMessageError }
  | { readonly kind: 'drop' }
  | { readonly kind: 'never' };

export const NO_FDS: readonly number[] = [];

/** A reply that carries a value and nothing else. */
export function replyOf(value: unknown): Outcome {
  return { kind: 'reply', value, fds: NO_FDS, stream: null };
}
