import type { Writable } from 'node:stream';

/** What is written to a stream, and has not left. */
export class Writes {
  readonly #stream: Writable;
  readonly #serial: boolean;
  readonly #drained: () => void;
  #waiting: Uint8Array[] = [];
  /** How many the stream has. */
  #unsent = 0;
  #drainOwed = false;

  /**
   * @param serial whether each is handed over when the one before it has left: those that wait within a stream, Node joins
   * @param drained is called when everything has left, after `write` had answered false
   */
  constructor(stream: Writable, serial: boolean, drained: () => void) {
    this.#stream = stream;
    this.#serial = serial;
    this.#drained = drained;
  }

  /** Takes all of it. False: it has not left, and must not change. */
  write(bytes: Uint8Array): boolean {
    if (this.#serial && this.#unsent > 0) this.#waiting.push(bytes);
    else this.#send(bytes);
    // Many streams send at once what can leave at once.
    if (this.#unsent === 0 || this.#stream.writableLength === 0) return true;
    this.#drainOwed = true;
    return false;
  }

  #send(bytes: Uint8Array): void {
    this.#unsent++;
    this.#stream.write(bytes, this.#left);
  }

  readonly #left = (error?: Error | null): void => {
    this.#unsent--;
    if (error) {
      this.#waiting = [];
      return;
    }
    const next = this.#waiting.shift();
    if (next !== undefined) this.#send(next);
    if (this.#unsent > 0 || !this.#drainOwed) return;
    this.#drainOwed = false;
    this.#drained();
  };
}
