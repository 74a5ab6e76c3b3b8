import { invalidArgType, outOfRange } from '../errors.js';
import type { KeepaliveSettings } from '../rpc/keepalive.js';
import { type CallOptions, checkCallOptions, checkTimeout, limitOf } from '../rpc/options.js';
import { checkNames } from './arguments.js';

/** What can be said of every connection that is opened. */
export interface OpenOptions extends CallOptions {
  /**
   * Milliseconds that opening the connection may take, login and all, before it is given up with a `TimeoutError` that
   * says how far it came. `Infinity`: no limit. Default: 60,000, and longer while somebody may be asked who logs in, by
   * `auth`, by an agent of polkit's or by ssh on a terminal.
   */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds that each later call may take that has no `timeout` of its own; a method that makes several calls has as
   * many times that. It is not for what takes as long as its work does: migrations, saving, restoring, dumping and
   * starting guests, snapshots, block jobs that are waited for, trimming and freezing, building pools and volumes, commands
   * to qemu and to a guest's agent. Those have a `timeout` where they are given one. Of streams, it is for their opening
   * alone. Default: none, as in C.
   */
  readonly callTimeout?: number | undefined;
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
export const OPEN_OPTIONS = ['signal', 'timeout', 'callTimeout', 'keepalive', 'maxInFlight'] as const;

const MAX_IN_FLIGHT = 4;
const KEEPALIVE: KeepaliveSettings = { interval: 5, count: 5 };

/** What a session is made with. */
export interface OpenPlan {
  readonly keepalive: KeepaliveSettings | null;
  readonly maxInFlight: number;
  readonly callTimeout: number | null;
}

/**
 * The options, checked, with their defaults.
 *
 * @param names what there is
 * @throws TypeError, RangeError for what is not there, and for what it cannot be
 */
export function planOf(options: OpenOptions, names: readonly string[]): OpenPlan {
  checkCallOptions(options);
  checkNames(options, names);
  const { maxInFlight = MAX_IN_FLIGHT } = options;
  if (!(Number.isInteger(maxInFlight) && maxInFlight > 0)) {
    throw outOfRange('options.maxInFlight', 'an integer, 1 or more', maxInFlight);
  }
  const { callTimeout } = options;
  if (callTimeout !== undefined) checkTimeout('options.callTimeout', callTimeout);
  return {
    keepalive: keepaliveOf(options.keepalive),
    maxInFlight,
    callTimeout: limitOf({ timeout: callTimeout }),
  };
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
