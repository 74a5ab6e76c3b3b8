/** How long is waited before each attempt. */
export interface BackoffSettings {
  /** Milliseconds before the first. */
  readonly initialDelay: number;
  /** Milliseconds that no pause is longer than. */
  readonly maxDelay: number;
  /** How many times as long each pause is as the one before. */
  readonly factor: number;
  /** What part of each pause is left to chance, so that a thousand clients do not come back at one time. */
  readonly jitter: number;
}

/** The pauses between attempts, which grow until a connection has proved to last. */
export class Backoff {
  readonly #settings: BackoffSettings;
  #pause: number;
  #openedAt: number | null = null;

  constructor(settings: BackoffSettings) {
    this.#settings = settings;
    this.#pause = settings.initialDelay;
  }

  /** The connection is open. */
  opened(): void {
    this.#openedAt = performance.now();
  }

  /** The connection is lost: one that has not lasted longer than the pauses may become counts as an attempt that failed. */
  lost(): void {
    const { initialDelay, maxDelay } = this.#settings;
    const lasted = this.#openedAt === null ? Number.POSITIVE_INFINITY : performance.now() - this.#openedAt;
    if (lasted > maxDelay) this.#pause = initialDelay;
    this.#openedAt = null;
  }

  /** Milliseconds until the next attempt. */
  next(): number {
    const { maxDelay, factor, jitter } = this.#settings;
    const pause = Math.min(this.#pause, maxDelay);
    this.#pause = Math.min(pause * factor, maxDelay);
    return Math.round(pause * (1 - jitter * Math.random()));
  }
}
