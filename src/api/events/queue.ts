/** Why there are no more events, made where it is told. `null`: nothing is wrong. */
export type End = (() => Error) | null;

const MIN_PLACES = 16;

/**
 * Events that wait to be taken, and takers that wait for events. What does not fit is counted; what came before it can
 * be taken still.
 */
export class EventQueue<Event> {
  /** How many events did not fit. */
  lost = 0;
  readonly #room: number;
  /** A ring: its length is a power of two. */
  #places: (Event | undefined)[] = new Array(MIN_PLACES);
  #first = 0;
  #size = 0;
  /** Each is given an event, or `null` when there are no more. */
  #takers: ((event: IteratorYieldResult<Event> | null) => void)[] = [];
  #end: End | undefined = undefined;

  constructor(room: number) {
    this.#room = room;
  }

  /** How many wait to be taken. */
  get size(): number {
    return this.#size;
  }

  push(value: Event): void {
    if (this.#end !== undefined) return;
    const taker = this.#takers.shift();
    if (taker !== undefined) taker({ value, done: false });
    // Nothing is kept that comes after a gap: it would look as if nothing were missing.
    else if (this.lost > 0 || this.#size === this.#room) this.lost++;
    else this.#keep(value);
  }

  /** The next event; `null` where there is none now. */
  take(): IteratorYieldResult<Event> | null {
    if (this.#size === 0) return null;
    const value = this.#places[this.#first] as Event;
    this.#places[this.#first] = undefined;
    this.#first = (this.#first + 1) & (this.#places.length - 1);
    this.#size--;
    return { value, done: false };
  }

  /** The next event, when it comes; `null` when there are no more. */
  wait(): Promise<IteratorYieldResult<Event> | null> {
    if (this.#end !== undefined) return Promise.resolve(null);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** Ends it: what is there can be taken still. Ending it again does nothing. */
  end(end: End): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const taker of this.#takers.splice(0)) taker(null);
  }

  /** Why there are no more, if anything is wrong; told once. */
  why(): Error | null {
    const end = this.#end;
    if (!end) return null;
    this.#end = null;
    return end();
  }

  /** Forgets what is there. */
  clear(): void {
    this.#places = new Array(MIN_PLACES);
    this.#first = 0;
    this.#size = 0;
    this.lost = 0;
  }

  #keep(value: Event): void {
    const { length } = this.#places;
    if (this.#size === length) {
      const inOrder = [...this.#places.slice(this.#first), ...this.#places.slice(0, this.#first)];
      inOrder.length = 2 * length;
      this.#places = inOrder;
      this.#first = 0;
    }
    this.#places[(this.#first + this.#size) & (this.#places.length - 1)] = value;
    this.#size++;
  }
}
