import { Readable } from 'node:stream';
import { Link } from './link.js';
import type { Opening } from './opening.js';
import { CHUNKS_MARK, READABLE_MARK } from './options.js';

/** What a daemon sends. */
export class RemoteReadable extends Readable {
  readonly #link: Link;

  /** @throws TypeError, RangeError for arguments that cannot be sent */
  constructor(opening: Opening) {
    // Chunks that go back to where they came from must not be joined by Node.
    const objectMode = opening.sparse || opening.copy !== undefined;
    const { highWaterMark = objectMode ? CHUNKS_MARK : READABLE_MARK } = opening;
    super({ objectMode, highWaterMark });
    this.#link = new Link(this, opening);
    this.#link.open();
  }

  override _read(): void {
    this.#link.read();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#link.destroy(error, callback);
  }
}
