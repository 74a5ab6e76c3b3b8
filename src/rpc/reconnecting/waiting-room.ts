import { offAbort, onAbort } from '../../abort.js';
import { AbortError, TimeoutError } from '../../errors.js';
import { tense } from '../call.js';
import { type CallOptions, limitOf } from '../options.js';

interface Waiter<T> {
  readonly admit: (value: T) => void;
  readonly refuse: (error: Error) => void;
  readonly what: string;
}

/** Who waits for what there is not now, in their order. */
export class WaitingRoom<T> {
  readonly #waiters = new Set<Waiter<T>>();
  readonly #changed: (occupied: boolean) => void;

  /** @param changed is told when the first has come, and when the last has gone */
  constructor(changed: (occupied: boolean) => void = () => {}) {
    this.#changed = changed;
  }

  get occupied(): boolean {
    return this.#waiters.size > 0;
  }

  /**
   * Waits for `admit`.
   *
   * @param sent whether what waits has been sent before, for the error
   * @throws what `refuse` says; AbortError, TimeoutError
   */
  wait(what: string, options: CallOptions, sent = false): Promise<T> {
    const { signal } = options;
    const timeout = limitOf(options);
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const settle = <V>(then: (value: V) => void): ((value: V) => void) => {
        return (value) => {
          if (this.#waiters.delete(waiter) && !this.occupied) this.#changed(false);
          clearTimeout(timer);
          offAbort(signal, aborted);
          then(value);
        };
      };
      const refuse = settle<Error>(reject);
      const waiter: Waiter<T> = { admit: settle(resolve), refuse, what };
      const aborted = (): void =>
        refuse(new AbortError(`${what} was aborted${tense(sent)}`, sent, { cause: signal?.reason }));
      if (signal?.aborted) {
        aborted();
        return;
      }
      this.#waiters.add(waiter);
      if (this.#waiters.size === 1) this.#changed(true);
      onAbort(signal, aborted);
      if (timeout === null) return;
      timer = setTimeout(
        () => refuse(new TimeoutError(`${what} was not answered within ${timeout} ms${tense(sent)}`, sent)),
        timeout,
      );
    });
  }

  admit(value: T): void {
    for (const waiter of [...this.#waiters]) waiter.admit(value);
  }

  refuse(errorFor: (what: string) => Error): void {
    for (const waiter of [...this.#waiters]) waiter.refuse(errorFor(waiter.what));
  }
}
