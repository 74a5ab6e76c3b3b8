import type { Transport } from '../../transport/transport.js';

/** What is done for a client in its turn. Never rejected. */
type Task = () => void | Promise<void>;

/**
 * What a client gets done, and when: no more requests at a time than a daemon takes, and while there are more, nothing
 * is read from the client.
 */
export class Turns {
  readonly #max: number;
  readonly #transport: Pick<Transport, 'pause' | 'resume'>;
  #running = 0;
  #tasks: Task[] = [];
  #held = false;
  #unsent: (() => void)[] = [];

  constructor(max: number, transport: Pick<Transport, 'pause' | 'resume'>) {
    this.#max = max;
    this.#transport = transport;
  }

  /** Does this, now or in its turn. */
  take(task: Task): void {
    this.#tasks.push(task);
    this.#go();
  }

  /** Sends this, now or once things go on again. */
  send(write: () => void): void {
    if (this.#held) this.#unsent.push(write);
    else write();
  }

  /** Nothing is begun, read or sent until `release`. */
  hold(): void {
    this.#held = true;
    this.#transport.pause();
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    for (const write of this.#unsent.splice(0)) write();
    this.#go();
  }

  #go(): void {
    while (!this.#held && this.#running < this.#max) {
      const task = this.#tasks.shift();
      if (task === undefined) break;
      const done = task();
      if (done === undefined) continue;
      this.#running++;
      void done.then(() => {
        this.#running--;
        this.#go();
      });
    }
    if (this.#held || this.#tasks.length > 0) this.#transport.pause();
    else this.#transport.resume();
  }
}
