import { invalidArgType, invalidArgValue, outOfRange } from '../../errors.js';
import { type CallOptions, checkCallOptions, limitOf } from '../../rpc/options.js';
import type { ReconnectPlan } from '../../rpc/reconnecting/plan.js';
import { checkNames } from '../arguments.js';

/** How a connection that was lost is made again. */
export interface ReconnectOptions {
  /** Milliseconds before the first attempt. Default: 500. */
  readonly initialDelay?: number | undefined;
  /** Milliseconds that no pause between attempts is longer than. Default: 30,000. */
  readonly maxDelay?: number | undefined;
  /** How many times as long each pause is as the one before it. Default: 2. */
  readonly factor?: number | undefined;
  /**
   * What part of each pause is left to chance, so that many clients do not all come back at the same time: 0 to 1. Default:
   * 0.5, and so a pause is half as long at least.
   */
  readonly jitter?: number | undefined;
  /** How many attempts may fail, one after the other, before the connection is over. Default: no limit. */
  readonly attempts?: number | undefined;
  /**
   * Milliseconds that an attempt may take, from the first byte until events are registered again. Default: the `timeout` of
   * `connect` or `connectAdmin`, else 30,000.
   */
  readonly timeout?: number | undefined;
  /** When it fires, the connection does not come back any more: one that is lost is over at once; one that is open stays open. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether a call that only reads is made again where its connection was lost after it had been sent; up to three times. Default:
   * false: every call that had been sent fails, with a `ConnectionError` whose `sent` is true.
   */
  readonly retryReads?: boolean | undefined;
  /**
   * What becomes of calls that are made while the connection is lost, and of those that it was lost before it had sent: they
   * `'wait'` until it is open again, as long as their `signal` and `timeout` let them; or they `'fail'` at once, with a
   * `ConnectionError` whose `sent` is false. Default: `'wait'`.
   */
  readonly whileLost?: 'wait' | 'fail' | undefined;
}

const MAX_DELAY = 2 ** 31 - 1;
const TIMEOUT = 30_000;
const NAMES: readonly string[] = [
  'initialDelay',
  'maxDelay',
  'factor',
  'jitter',
  'attempts',
  'timeout',
  'signal',
  'retryReads',
  'whileLost',
];

/**
 * `options.reconnect`, checked, with its defaults.
 *
 * @param timeout that of `connect` or `connectAdmin`
 * @returns `null`: a connection that is lost is over
 * @throws TypeError, RangeError
 */
export function reconnectPlanOf(
  reconnect: boolean | ReconnectOptions | undefined,
  { timeout }: CallOptions,
): ReconnectPlan | null {
  if (reconnect === undefined || reconnect === false) return null;
  const options = reconnect === true ? {} : reconnect;
  if (typeof options !== 'object' || options === null) {
    throw invalidArgType('options.reconnect', 'a boolean or an object', reconnect);
  }
  checkNames(options, NAMES, 'options.reconnect');
  const { signal, retryReads = false, whileLost = 'wait' } = options;
  if (typeof retryReads !== 'boolean') throw invalidArgType('options.reconnect.retryReads', 'a boolean', retryReads);
  if (whileLost !== 'wait' && whileLost !== 'fail') {
    throw invalidArgValue('options.reconnect.whileLost', "must be 'wait' or 'fail'");
  }
  checkCallOptions({ signal });
  const maxDelay = numberOf('maxDelay', options.maxDelay ?? 30_000, 0, MAX_DELAY);
  return {
    initialDelay: numberOf('initialDelay', options.initialDelay ?? Math.min(500, maxDelay), 0, maxDelay),
    maxDelay,
    factor: numberOf('factor', options.factor ?? 2, 1, Number.MAX_VALUE),
    jitter: numberOf('jitter', options.jitter ?? 0.5, 0, 1),
    attempts: attemptsOf(options.attempts ?? Number.POSITIVE_INFINITY),
    timeout: numberOf('timeout', options.timeout ?? limitOf({ timeout }) ?? TIMEOUT, 1, MAX_DELAY),
    signal,
    retryReads,
    whileLost,
  };
}

function numberOf(name: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number') throw invalidArgType(`options.reconnect.${name}`, 'a number', value);
  if (!(value >= least && value <= most)) {
    throw outOfRange(`options.reconnect.${name}`, `${least} or more, and at most ${most}`, value);
  }
  return value;
}

function attemptsOf(value: unknown): number {
  if (typeof value !== 'number') throw invalidArgType('options.reconnect.attempts', 'a number', value);
  if (!(value === Number.POSITIVE_INFINITY || (Number.isInteger(value) && value > 0))) {
    throw outOfRange('options.reconnect.attempts', 'an integer, 1 or more, or Infinity', value);
  }
  return value;
}
