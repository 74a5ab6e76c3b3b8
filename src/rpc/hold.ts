import type { Transport } from '../transport/transport.js';

/**
 * What keeps the process alive: the connection, unless it shall not; and then, while it is not idle, what somebody waits
 * for.
 */
export class Hold {
  readonly #transport: Transport;
  #wanted = true;
  #waited = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Whether the connection is to keep the process alive while it is idle. */
  ref(wanted: boolean): void {
    this.#wanted = wanted;
    this.#transport.ref(wanted || this.#waited > 0);
  }

  /** Somebody waits for something. */
  begin(): void {
    this.#waited++;
    if (!this.#wanted && this.#waited === 1) this.#transport.ref(true);
  }

  /** They do not any more. */
  end(): void {
    this.#waited--;
    if (!this.#wanted && this.#waited === 0) this.#transport.ref(false);
  }
}
