import { invalidArgType, outOfRange } from '../errors.js';

/** What every call takes as its last argument. */
export interface CallOptions {
  /**
   * Gives the call up when it fires: the promise is rejected with an `AbortError`. A call that has been sent
   * cannot be recalled, and may still take effect: the error's `sent` tells.
   */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds after which the call is given up, with a `TimeoutError`. Default: none. */
  readonly timeout?: number | undefined;
}

const MAX_TIMEOUT = 2 ** 31 - 1;

/** @throws TypeError, RangeError where an option is not what it must be */
export function checkCallOptions(options: CallOptions): void {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options);
  const { signal, timeout } = options;
  if (signal !== undefined && !(typeof signal === 'object' && signal !== null && 'aborted' in signal)) {
    throw invalidArgType('options.signal', 'an AbortSignal', signal);
  }
  if (timeout === undefined) return;
  if (typeof timeout !== 'number') throw invalidArgType('options.timeout', 'a number of milliseconds', timeout);
  if (!(timeout > 0 && timeout <= MAX_TIMEOUT)) {
    throw outOfRange('options.timeout', `more than 0 and at most ${MAX_TIMEOUT} milliseconds`, timeout);
  }
}
