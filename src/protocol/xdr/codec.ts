import { invalidArgType } from '../../errors.js';
import { XdrReader } from './reader.js';
import type { Shape } from './shape.js';
import { XdrWriter } from './writer.js';

/** Reads values of one XDR type. */
export interface Decoder<T> {
  /** The type's name in the protocol's description: `remote_nonnull_domain`. */
  readonly name: string;
  /** Reads one value where the reader stands. */
  read(reader: XdrReader): T;
}

/** Codes values of one XDR type. */
export interface Codec<T> extends Decoder<T> {
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
  /** Writes one value where the writer stands. */
  write(writer: XdrWriter, value: T): void;
}

/** A codec by a shape, which is made when it is first needed. */
export abstract class ShapeCodec implements Codec<unknown> {
  readonly name: string;
  private made: Shape | null = null;

  constructor(name: string) {
    this.name = name;
  }

  protected abstract make(): Shape;

  get shape(): Shape {
    this.made ??= this.make();
    return this.made;
  }

  read(reader: XdrReader): unknown {
    return this.shape.read(reader, '');
  }

  write(writer: XdrWriter, value: unknown): void {
    this.shape.write(writer, value, '');
  }

  encode(value: unknown): Uint8Array {
    const writer = new XdrWriter(this.name);
    this.write(writer, value);
    return writer.finish();
  }

  decode(bytes: Uint8Array): unknown {
    if (!(bytes instanceof Uint8Array)) throw invalidArgType('bytes', 'a Uint8Array', bytes);
    const reader = new XdrReader(bytes, this.name);
    const value = this.read(reader);
    reader.finish();
    return value;
  }
}

class VoidCodec extends ShapeCodec {
  protected override make(): Shape {
    return { size: 0, read: () => undefined, write: () => {} };
  }
}

/** XDR's `void`: no bytes. */
export const xdrVoid: Codec<void> = /*@__PURE__*/ new VoidCodec('void') as Codec<void>;
