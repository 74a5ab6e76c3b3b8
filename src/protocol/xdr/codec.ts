import { XdrReader } from './reader.js';
import { XdrWriter } from './writer.js';

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

class XdrCodec<T> implements Codec<T> {
  readonly name: string;
  readonly read: (reader: XdrReader) => T;
  readonly write: (writer: XdrWriter, value: T) => void;

  constructor(name: string, read: (reader: XdrReader) => T, write: (writer: XdrWriter, value: T) => void) {
    this.name = name;
    this.read = read;
    this.write = write;
  }

  encode(value: T): Uint8Array {
    const writer = new XdrWriter(this.name);
    this.write(writer, value);
    return new Uint8Array(writer.written());
  }

  decode(bytes: Uint8Array): T {
    const reader = new XdrReader(bytes, this.name);
    const value = this.read(reader);
    reader.finish();
    return value;
  }
}

/** A codec from the two functions that generated code consists of. */
export function codec<T>(
  name: string,
  read: (reader: XdrReader) => T,
  write: (writer: XdrWriter, value: T) => void,
): Codec<T> {
  return new XdrCodec(name, read, write);
}

/** XDR's `void`: no bytes. */
export const xdrVoid: Codec<void> = /*@__PURE__*/ codec<void>(
  'void',
  () => {},
  () => {},
);
