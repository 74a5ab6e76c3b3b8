import type { Call } from './call.js';

const MIN_CAPACITY = 16;
/** As many places are kept when no call is left. */
const KEPT = 4096;

/**
 * Calls by serial. Serials are given out here, so that each has a place of its own; and a place is emptied when its call
 * is. (A `Map` that so much goes through leaves its outgrown tables behind, each with a reference to the next: once
 * one of them is old, the garbage collector moves every call among the old objects, which costs more than the call.)
 */
export class CallTable {
  /** Its length is a power of two: a serial's place is its lowest bits. */
  #places: (Call | undefined)[] = new Array(MIN_CAPACITY);
  #size = 0;
  #serial = 0;

  /** A serial that no call in the table has. 0 is for events. */
  nextSerial(): number {
    // Half of the places stay free, and so one is always near.
    if (2 * this.#size >= this.#places.length) this.#grow();
    do this.#serial = (this.#serial + 1) >>> 0;
    while (this.#serial === 0 || this.#places[this.#place(this.#serial)] !== undefined);
    return this.#serial;
  }

  /** Adds a call, whose serial is the last that was given out. */
  add(call: Call): void {
    this.#places[this.#place(call.serial)] = call;
    this.#size++;
  }

  get(serial: number): Call | undefined {
    const call = this.#places[this.#place(serial)];
    return call?.serial === serial ? call : undefined;
  }

  delete(call: Call): void {
    this.#places[this.#place(call.serial)] = undefined;
    this.#size--;
    if (this.#size === 0 && this.#places.length > KEPT) this.#places = new Array(MIN_CAPACITY);
  }

  /** All of them, the oldest first. */
  all(): Call[] {
    const calls = this.#places.filter((call) => call !== undefined);
    // After four thousand million calls the serials begin again.
    return calls.sort((a, b) => (a.serial - b.serial) | 0);
  }

  #place(serial: number): number {
    return serial & (this.#places.length - 1);
  }

  #grow(): void {
    const calls = this.all();
    this.#places = new Array(2 * this.#places.length);
    for (const call of calls) this.#places[this.#place(call.serial)] = call;
  }
}
