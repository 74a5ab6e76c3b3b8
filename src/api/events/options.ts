import { invalidArgType, outOfRange } from '../../errors.js';
import { checkCallOptions } from '../../rpc/options.js';
import { checkNames } from '../arguments.js';

/** What every iterator of events can be told. */
export interface EventOptions<Gaps extends boolean = false> {
  /** Ends the iterator when it fires: what has come by then can be taken still, then an `AbortError` is thrown. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How many events are kept that have not been taken. When one more comes, the iterator gives out what it has and
   * then throws an `EventsLostError`. Default: 65,536: one read of the
   * socket can bring some 15,000.
   */
  readonly highWaterMark?: number | undefined;
  /**
   * Whether the iterator goes on where a connection that comes back was lost, and gives out an `EventGap` in its place among
   * the events. Default: false: it ends with an `EventGapError`.
   */
  readonly gaps?: Gaps | undefined;
}

const HIGH_WATER_MARK = 65_536;

/**
 * The mark that the options ask for, when they have been checked.
 *
 * @param names of what else the options may have
 * @throws TypeError, RangeError
 */
export function checkEventOptions(options: EventOptions<boolean>, names: readonly string[]): number {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options);
  const known = [...names, 'signal', 'highWaterMark', 'gaps'];
  checkNames(options, known);
  const { gaps } = options;
  if (gaps !== undefined && typeof gaps !== 'boolean') throw invalidArgType('options.gaps', 'a boolean', gaps);
  return checkQueue(options, HIGH_WATER_MARK);
}

/**
 * How many of what is iterated are to be kept.
 *
 * @param otherwise where the options do not say
 * @throws TypeError, RangeError
 */
export function checkQueue(options: Pick<EventOptions, 'signal' | 'highWaterMark'>, otherwise: number): number {
  const { signal, highWaterMark = otherwise } = options;
  checkCallOptions({ signal });
  if (typeof highWaterMark !== 'number') throw invalidArgType('options.highWaterMark', 'a number', highWaterMark);
  if (!(Number.isInteger(highWaterMark) && highWaterMark > 0)) {
    throw outOfRange('options.highWaterMark', 'an integer, 1 or more', highWaterMark);
  }
  return highWaterMark;
}
