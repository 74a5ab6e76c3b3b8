import { ProtocolError } from '../errors.js';
import type { Frame } from '../protocol/frame.js';
import type { Hold } from './hold.js';
import type { Stream } from './stream.js';

/** The streams that the daemon may send to, by the serial of the call that opened each. */
export class StreamTable {
  readonly #hold: Hold;
  readonly #streams = new Map<number, Stream>();

  constructor(hold: Hold) {
    this.#hold = hold;
  }

  has(serial: number): boolean {
    return this.#streams.size > 0 && this.#streams.has(serial);
  }

  /** Whether one of them waits until the daemon confirms that it is over. */
  get closing(): boolean {
    for (const stream of this.#streams.values()) if (stream.closing) return true;
    return false;
  }

  add(stream: Stream): void {
    if (this.#streams.get(stream.serial) !== stream) this.#hold.begin();
    this.#streams.set(stream.serial, stream);
  }

  delete(stream: Stream): void {
    if (this.#streams.get(stream.serial) !== stream) return;
    this.#streams.delete(stream.serial);
    this.#hold.end();
  }

  /**
   * Hands a message to the stream that it is for. Data for a stream that is over on this side is normal, and the C client
   * reads past it too.
   *
   * @throws ProtocolError
   */
  dispatch(frame: Frame): void {
    const { header } = frame;
    const stream = this.#streams.get(header.serial);
    if (stream === undefined) return;
    const { procedure } = stream;
    if (header.prog !== procedure.program || header.vers !== procedure.version) {
      throw new ProtocolError(
        `a stream of ${procedure.name} got a message of program 0x${header.prog.toString(16)} version ${header.vers}`,
      );
    }
    stream.receive(frame);
  }

  /** Fails all that are open. */
  failAll(failure: (procedure: string) => Error): void {
    for (const stream of [...this.#streams.values()]) {
      if (!stream.opening) stream.fail(failure(stream.procedure.name));
    }
  }
}
