import { offAbort, onAbort } from '../../abort.js';
import { AbortError, TimeoutError } from '../../errors.js';
import { type CallOptions, limitOf } from '../../rpc/options.js';

/**
 * When a migration is to be given up: the caller's signal, or the time that it may take. A call is abandoned at once; a
 * migration is undone first, since it would else stay half done at both ends.
 */
export class GiveUp {
  readonly #signal: AbortSignal | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #late: number | null = null;
  #action: (() => void) | null = null;

  constructor(options: CallOptions) {
    const { signal } = options;
    this.#signal = signal;
    onAbort(signal, this);
    const timeout = limitOf(options);
    if (timeout === null) return;
    this.#timer = setTimeout(() => {
      this.#late = timeout;
      this.handleEvent();
    }, timeout);
  }

  /** Whether it is to be given up. */
  get due(): boolean {
    return this.#late !== null || (this.#signal?.aborted ?? false);
  }

  /** @throws AbortError, TimeoutError where it is to be given up */
  check(sent: boolean): void {
    if (this.due) throw this.error(sent);
  }

  /** What the caller gets of a migration that was given up. */
  error(sent: boolean): AbortError | TimeoutError {
    const undone = sent ? ', and undone' : ' before it began';
    if (this.#signal?.aborted) {
      return new AbortError(`the migration was aborted${undone}`, sent, { cause: this.#signal.reason });
    }
    return new TimeoutError(`the migration was not done within ${this.#late} ms${undone}`, sent);
  }

  /** Does `work`, and `action` as soon as it is to be given up, if that is before the work is done. */
  async during<T>(work: () => Promise<T>, action: () => void): Promise<T> {
    this.#action = action;
    try {
      return await work();
    } finally {
      this.#action = null;
    }
  }

  /** The signal fired, or the time is over. */
  handleEvent(): void {
    this.#action?.();
    this.#action = null;
  }

  /** The migration is over. */
  end(): void {
    offAbort(this.#signal, this);
    clearTimeout(this.#timer);
  }
}
