import { invalidArgType, invalidArgValue, outOfRange } from '../errors.js';
import type { KeepaliveSettings } from '../rpc/keepalive.js';
import { type CallOptions, checkCallOptions } from '../rpc/options.js';

/** What can be said of every connection that is opened. */
export interface OpenOptions extends CallOptions {
  /**
   * When a silent daemon is asked whether it is there, and when it is given up. Default: after 5 seconds, and after 5
   * questions without an answer. `false`: never.
   */
  readonly keepalive?: Partial<KeepaliveSettings> | false | undefined;
  /**
   * How many calls may be on their way at a time; more wait in their order. Default: 4. A daemon stops reading from a
   * client that has as many as its `max_client_requests`, 5 by default, and then keepalive fails behind slow calls.
   */
  readonly maxInFlight?: number | undefined;
}

/** The names of `OpenOptions`. */
export const OPEN_OPTIONS = ['signal', 'timeout', 'keepalive', 'maxInFlight'] as const;

const MAX_IN_FLIGHT = 4;
const KEEPALIVE: KeepaliveSettings = { interval: 5, count: 5 };

/** What a session is made with. */
export interface OpenPlan {
  readonly keepalive: KeepaliveSettings | null;
  readonly maxInFlight: number;
}

/**
 * The options, checked, with their defaults.
 *
 * @param names what there is
 * @throws TypeError, RangeError for what is not there, and for what it cannot be
 */
export function planOf(options: OpenOptions, names: readonly string[]): OpenPlan {
  checkCallOptions(options);
  const unknown = Object.keys(options).find((key) => !names.includes(key));
  if (unknown !== undefined)
    throw invalidArgValue(`options.${unknown}`, `is not an option: there are ${names.join(', ')}`);
  const { maxInFlight = MAX_IN_FLIGHT } = options;
  if (!(Number.isInteger(maxInFlight) && maxInFlight > 0)) {
    throw outOfRange('options.maxInFlight', 'an integer, 1 or more', maxInFlight);
  }
  return { keepalive: keepaliveOf(options.keepalive), maxInFlight };
}

function keepaliveOf(keepalive: OpenOptions['keepalive']): KeepaliveSettings | null {
  if (keepalive === false) return null;
  if (keepalive !== undefined && (typeof keepalive !== 'object' || keepalive === null)) {
    throw invalidArgType('options.keepalive', 'an object or false', keepalive);
  }
  const settings = { ...KEEPALIVE, ...keepalive };
  const { interval, count } = settings;
  if (!(interval > 0)) throw outOfRange('options.keepalive.interval', 'more than 0 seconds', interval);
  if (!(Number.isInteger(count) && count >= 0))
    throw outOfRange('options.keepalive.count', 'an integer, 0 or more', count);
  return settings;
}
