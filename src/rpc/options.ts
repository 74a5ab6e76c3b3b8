import { invalidArgType, outOfRange } from '../errors.js';

/** What every call takes as its last argument. */
export interface CallOptions {
  /**
   * Gives the call up when it fires: the promise is rejected with an `AbortError`. A call that has been sent
   * cannot be recalled, and may still take effect: the error's `sent` tells.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds after which the call is given up, with a `TimeoutError`. `Infinity`: never, whatever the connection's
   * `callTimeout` is. Default: that one, or else never.
   */
  readonly timeout?: number | undefined;
}

/** For calls that no default limit is for. */
export const UNLIMITED: CallOptions = { timeout: Number.POSITIVE_INFINITY };

const MAX_TIMEOUT = 2 ** 31 - 1;

/** @throws TypeError, RangeError where an option is not what it must be */
export function checkCallOptions(options: CallOptions): void {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options);
  const { signal, timeout } = options;
  if (signal !== undefined && !(typeof signal === 'object' && signal !== null && 'aborted' in signal)) {
    throw invalidArgType('options.signal', 'an AbortSignal', signal);
  }
  if (timeout === undefined) return;
  checkTimeout('options.timeout', timeout);
}

/** @throws TypeError, RangeError where it is no limit to a time. 0 is none: some take that for never, and some for at once */
export function checkTimeout(name: string, timeout: number): void {
  if (typeof timeout !== 'number') throw invalidArgType(name, 'a number of milliseconds', timeout);
  if (!(timeout > 0 && (timeout <= MAX_TIMEOUT || timeout === Number.POSITIVE_INFINITY))) {
    throw outOfRange(name, `more than 0 and at most ${MAX_TIMEOUT} milliseconds, or Infinity`, timeout);
  }
}

/** Milliseconds that there are; `null`: no end of them. */
export function limitOf({ timeout }: CallOptions): number | null {
  return timeout === undefined || timeout === Number.POSITIVE_INFINITY ? null : timeout;
}
