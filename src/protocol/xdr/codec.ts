import type { XdrReader } from './reader.js';
import type { XdrWriter } from './writer.js';

/** Codes values of one XDR type. */
export interface Codec<T> {
  /** The type's name in the protocol's description: `remote_nonnull_domain`. */
  readonly name: string;
  /**
   * The value's XDR.
   *
   * @throws TypeError, RangeError where the value is not of the type or exceeds a limit; the message
   *   begins with the path to the field.
   */
  encode(value: T): Uint8Array;
  /**
   * The value that `bytes` are the XDR of, all of them.
   *
   * @throws ProtocolError where they are not; its `path` names the field.
   */
  decode(bytes: Uint8Array): T;
  /** Reads one value where the reader stands. */
  read(reader: XdrReader): T;
  /** Writes one value where the writer stands. */
  write(writer: XdrWriter, value: T): void;
}
