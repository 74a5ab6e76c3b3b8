import { ProtocolError } from '../errors.js';
import { checkLength, type Frame, MIN_FRAME, parseFrame } from './frame.js';
import { VIR_NET_CONTINUE, VIR_NET_STREAM, type virNetMessageHeader } from './generated/net/index.js';
import { largeBuffer } from './large-buffer.js';

/** What the decoder tells of what it found. Neither may throw. */
export interface FrameSink {
  /**
   * A whole message, in its order; or a piece of a stream's data, which has the header of the message and at least one
   * byte of its payload, since those bytes mean the same however they are cut. Its bytes are valid until this returns.
   */
  frame(frame: Frame): void;
  /** Descriptors that no message announced. They belong to the sink. */
  stray(fds: readonly number[]): void;
}

/** A buffer of up to this size is kept for the next frame that comes in pieces. */
const KEPT = 64 * 1024;

/** The least that is got for a frame in pieces, and how many times what it has. */
const MIN_ROOM = 256;
const GROWTH = 4;

const NO_FDS: readonly number[] = [];

/**
 * Cuts a stream of bytes, with descriptors at their places in it, into messages, whatever the
 * pieces in which it comes. Neither a frame that comes whole nor a stream's data are copied.
 */
export class FrameDecoder {
  readonly #sink: FrameSink;
  /** The beginning of a frame of which the rest has not come. */
  #partial: Buffer = Buffer.alloc(0);
  #have = 0;
  /** A message that waits for its descriptors. */
  #waiting: Frame | null = null;
  #missing = 0;
  #fds: number[] = [];
  /** A message of a stream's data that is handed on as it comes. */
  #flowing: virNetMessageHeader | null = null;
  /** How much of it has come, and how much of it has not. */
  #flowed = 0;
  #rest = 0;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** How much of an unfinished message has come: 0 between messages. */
  get unfinished(): number {
    if (this.#flowing !== null) return this.#flowed;
    return this.#waiting === null ? this.#have : this.#waiting.end;
  }

  /** @throws ProtocolError where no message can be what has come; the stream cannot be read any further then */
  push(chunk: Buffer): void {
    let at = this.#have > 0 ? this.#complete(chunk) : 0;
    while (at < chunk.length) {
      if (this.#flowing !== null) {
        at = this.#flow(this.#flowing, chunk, at);
        continue;
      }
      if (this.#waiting !== null) {
        throw new ProtocolError(`${this.#missing} descriptors that a message announced did not come with it`);
      }
      const rest = chunk.length - at;
      const length = rest < 4 ? Number.POSITIVE_INFINITY : checkLength(chunk.readUInt32BE(at));
      if (length > rest) {
        if (rest >= MIN_FRAME && this.#begin(chunk, at, length)) {
          at += MIN_FRAME;
          continue;
        }
        this.#keep(chunk, at, chunk.length, length);
        return;
      }
      this.#found(chunk, at, at + length);
      at += length;
    }
  }

  /**
   * Takes a byte that carried descriptors, which are the decoder's, and then the sink's.
   *
   * A daemon that rejects a call before it looks at its arguments sends the call's own descriptors back
   * after the reply, and announces them nowhere; those go to `stray`.
   *
   * @throws ProtocolError where no descriptor can come; the descriptors have gone to `stray` then
   */
  pushDescriptors(fds: readonly number[]): void {
    if (this.#waiting === null) {
      this.#sink.stray(fds);
      if (this.unfinished > 0) throw new ProtocolError('descriptors came in the middle of a message');
      return;
    }
    if (fds.length !== 1) {
      this.#sink.stray(fds);
      throw new ProtocolError(`${fds.length} descriptors came with one byte`);
    }
    this.#fds.push(...fds);
    this.#missing--;
    if (this.#missing > 0) return;
    const frame = { ...this.#waiting, fds: this.#fds };
    this.#waiting = null;
    this.#fds = [];
    this.#sink.frame(frame);
  }

  /** The stream has ended: descriptors of a message that is not whole go to `stray`. */
  end(): void {
    const fds = this.#fds;
    this.#fds = [];
    if (fds.length > 0) this.#sink.stray(fds);
  }

  #found(bytes: Buffer, start: number, end: number): void {
    const { frame, nfds } = parseFrame(bytes, start, end);
    if (nfds === 0) {
      this.#sink.frame(frame);
      return;
    }
    const payload = Buffer.from(bytes.subarray(frame.start, end));
    this.#waiting = { ...frame, bytes: payload, start: 0, end: payload.length };
    this.#missing = nfds;
  }

  /** Whether the message whose header lies at `at` is a stream's data; it is handed on as it comes then. */
  #begin(bytes: Buffer, at: number, length: number): boolean {
    if (bytes.readInt32BE(at + 16) !== VIR_NET_STREAM || bytes.readInt32BE(at + 24) !== VIR_NET_CONTINUE) return false;
    this.#flowing = parseFrame(bytes, at, at + MIN_FRAME).frame.header;
    this.#flowed = MIN_FRAME;
    this.#rest = length - MIN_FRAME;
    return true;
  }

  /** Hands on what has come of a stream's data; returns where that ends in `chunk`. */
  #flow(header: virNetMessageHeader, bytes: Buffer, start: number): number {
    const end = Math.min(start + this.#rest, bytes.length);
    this.#flowed += end - start;
    this.#rest -= end - start;
    if (this.#rest === 0) this.#flowing = null;
    this.#sink.frame({ header, bytes, start, end, fds: NO_FDS });
    return end;
  }

  /** Adds to the unfinished frame what it lacks; returns how much of `chunk` that took. */
  #complete(chunk: Buffer): number {
    let at = 0;
    if (this.#have < 4) {
      at = Math.min(4 - this.#have, chunk.length);
      this.#keep(chunk, 0, at, 0);
      if (this.#have < 4) return at;
    }
    const length = checkLength(this.#partial.readUInt32BE(0));
    if (this.#have < MIN_FRAME) {
      const head = Math.min(at + MIN_FRAME - this.#have, chunk.length);
      this.#keep(chunk, at, head, length);
      at = head;
      if (length > MIN_FRAME && this.#have === MIN_FRAME && this.#begin(this.#partial, 0, length)) {
        this.#have = 0;
        return at;
      }
    }
    const end = Math.min(at + length - this.#have, chunk.length);
    this.#keep(chunk, at, end, length);
    if (this.#have === length) {
      const bytes = this.#partial;
      this.#have = 0;
      if (bytes.length > KEPT) this.#partial = Buffer.alloc(0);
      this.#found(bytes, 0, length);
    }
    return end;
  }

  /**
   * Adds to what there is of a frame of this length. It grows to that, but to no more than four times what has really
   * come: an announced length alone allocates nothing.
   */
  #keep(chunk: Buffer, start: number, end: number, length: number): void {
    const have = this.#have + end - start;
    if (have > this.#partial.length) {
      const room = Math.max(have, Math.min(length, GROWTH * have), MIN_ROOM);
      const grown = room > KEPT ? largeBuffer(room) : Buffer.allocUnsafe(room);
      this.#partial.copy(grown, 0, 0, this.#have);
      this.#partial = grown;
    }
    chunk.copy(this.#partial, this.#have, start, end);
    this.#have = have;
  }
}
