/** A piece of one message: which one, and where in it the piece lies. */
export interface FramePiece {
  /** Counted from 0. */
  readonly message: number;
  readonly offset: number;
  /** How long the message is; `null` until that has come. */
  readonly length: number | null;
  readonly bytes: Buffer;
}

/** What a byte of a message is for. */
export type ByteKind = 'length' | 'prog' | 'vers' | 'proc' | 'type' | 'serial' | 'status' | 'payload';

const WORDS: readonly ByteKind[] = ['length', 'prog', 'vers', 'proc', 'type', 'serial', 'status'];

export function kindOfByte(offset: number): ByteKind {
  return WORDS[Math.floor(offset / 4)] ?? 'payload';
}

/** Follows a stream of bytes that is all messages, to know which byte is what. */
export class FrameCutter {
  #message = 0;
  #offset = 0;
  readonly #head = Buffer.alloc(4);

  /** Which message comes next, or goes on. */
  get message(): number {
    return this.#message;
  }

  *cut(chunk: Buffer): Generator<FramePiece> {
    for (let at = 0; at < chunk.length; ) {
      const offset = this.#offset;
      const wanted = offset < 4 ? 4 - offset : this.#length - offset;
      const bytes = chunk.subarray(at, at + wanted);
      if (offset < 4) bytes.copy(this.#head, offset);
      at += bytes.length;
      this.#offset += bytes.length;
      const message = this.#message;
      const length = this.#offset < 4 ? null : this.#length;
      if (length !== null && this.#offset >= length) {
        this.#message++;
        this.#offset = 0;
      }
      yield { message, offset, length, bytes };
    }
  }

  get #length(): number {
    return this.#head.readUInt32BE(0);
  }
}
