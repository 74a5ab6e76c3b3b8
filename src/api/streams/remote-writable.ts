import { Writable } from 'node:stream';
import { Link, type Written } from './link.js';
import type { Opening } from './opening.js';
import { CHUNKS_MARK, WRITABLE_MARK } from './options.js';

/** What a daemon is sent. It finishes when the daemon has confirmed that it has everything. */
export class RemoteWritable extends Writable {
  readonly #link: Link;

  /** @throws TypeError, RangeError for arguments that cannot be sent */
  constructor(opening: Opening) {
    const { sparse, highWaterMark = sparse ? CHUNKS_MARK : WRITABLE_MARK } = opening;
    super({ objectMode: sparse, highWaterMark });
    this.#link = new Link(this, opening);
    this.#link.open();
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
