/** Why there are no more events, made where it is told. `null`: there is no reason, and nothing is wrong. */
export type End = (() => Error) | null;

/** Once so many places at the front are empty, they are given back. */
const SLACK = 4096;

/**
 * Events that wait to be taken, and takers that wait for events. What does not fit any more is counted; what came before
 * it can be taken still.
 */
export class EventQueue<Event> {
  /** How many events did not fit. */
  lost = 0;
  readonly #room: number;
  #events: (Event | undefined)[] = [];
  #head = 0;
  /** Each is given an event, or nothing when there are no more. */
  #takers: ((event: IteratorYieldResult<Event> | null) => void)[] = [];
  #end: End | undefined = undefined;

  constructor(room: number) {
    this.#room = room;
  }

  push(value: Event): void {
    if (this.#end !== undefined) return;
    const taker = this.#takers.shift();
    if (taker !== undefined) taker({ value, done: false });
    // After a gap there can be nothing: it would look as if nothing were missing.
    else if (this.lost > 0 || this.#events.length - this.#head >= this.#room) this.lost++;
    else this.#events.push(value);
  }

  /** Ends it: what is there can be taken still, then `end` is told once. Ending it again does nothing. */
  end(end: End): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const taker of this.#takers.splice(0)) taker(null);
  }

  /** Forgets what is there. */
  clear(): void {
    this.#events = [];
    this.#head = 0;
    this.lost = 0;
  }

  /** The next event; `null` where there is none now. */
  take(): IteratorYieldResult<Event> | null {
    if (this.#head === this.#events.length) return null;
    const value = this.#events[this.#head] as Event;
    this.#events[this.#head++] = undefined;
    if (this.#head === this.#events.length || this.#head >= SLACK) {
      this.#events.splice(0, this.#head);
      this.#head = 0;
    }
    return { value, done: false };
  }

  /** The next event, when it comes; `null` when there are no more. */
  wait(): Promise<IteratorYieldResult<Event> | null> {
    if (this.#end !== undefined) return Promise.resolve(null);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** Why there are no more; told once. */
  why(): Error | null {
    const make = this.#end ?? null;
    if (make !== null) this.#end = null;
    return make?.() ?? null;
  }
}
