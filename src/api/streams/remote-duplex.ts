import { Duplex } from 'node:stream';
import { Link, type Written } from './link.js';
import type { Opening } from './opening.js';
import { READABLE_MARK, WRITABLE_MARK } from './options.js';

/** What goes both ways. The protocol ends a stream as a whole: `end` ends what comes as well, and the other way round. */
export class RemoteDuplex extends Duplex {
  readonly #link: Link;

  /** @throws TypeError, RangeError for arguments that cannot be sent */
  constructor(opening: Opening) {
    const { highWaterMark } = opening;
    super({
      allowHalfOpen: false,
      readableHighWaterMark: highWaterMark ?? READABLE_MARK,
      writableHighWaterMark: highWaterMark ?? WRITABLE_MARK,
    });
    this.#link = new Link(this, opening);
    this.#link.open();
  }

  override _read(): void {
    this.#link.read();
  }

  override _write(chunk: unknown, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#link.write([{ chunk, encoding }], callback);
  }

  override _writev(chunks: Written[], callback: (error?: Error | null) => void): void {
    this.#link.write(chunks, callback);
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#link.final(callback);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#link.destroy(error, callback);
  }
}
