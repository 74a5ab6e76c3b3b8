/** How often something ran, as one of eight bits: once, twice, three times, and then by ranges that double or more. */
function rangeOf(count: number): number {
  if (count < 4) return 1 << (count - 1);
  if (count < 8) return 8;
  if (count < 16) return 16;
  if (count < 32) return 32;
  return count < 128 ? 64 : 128;
}

/** What of the library has run: `counters` has how often each function and branch ran since `start`. */
export class Coverage {
  readonly #counters: Uint16Array;
  /** For each counter, the ranges that it has been in. */
  readonly #seen: Uint8Array;
  #edges = 0;

  constructor(counters: Uint16Array) {
    this.#counters = counters;
    this.#seen = new Uint8Array(counters.length);
  }

  /** Functions and branches that have ever run. */
  get edges(): number {
    return this.#edges;
  }

  start(): void {
    this.#counters.fill(0);
  }

  /** What has run since `start`. */
  ran(): number[] {
    return [...this.#counters.keys()].filter((i) => this.#counters[i] !== 0);
  }

  /** Whether anything has run that had not, or as often as it had not. */
  take(): boolean {
    const seen = this.#seen;
    let isNew = false;
    this.#counters.forEach((count, i) => {
      if (count === 0) return;
      const before = seen[i] as number;
      const after = before | rangeOf(count);
      if (after === before) return;
      if (before === 0) this.#edges++;
      seen[i] = after;
      isNew = true;
    });
    return isNew;
  }
}
