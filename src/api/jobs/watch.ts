import { setTimeout as delay } from 'node:timers/promises';
import { joinSignals } from '../../abort.js';
import { AbortError, ConnectionError, invalidArgType, outOfRange, RemoteError } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import { checkCallOptions } from '../../rpc/options.js';
import type { DomainBase } from '../base/domain.js';
import { sessionOf } from '../connection/base.js';
import { DomainJobType } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { type DomainJobStats, jobStats } from './stats.js';

/** How a domain's job is watched. */
export interface JobProgressOptions {
  /** Milliseconds from one look at the job to the next. Default: 500. */
  readonly interval?: number | undefined;
  /**
   * What does the job, as the method returned it. The watching waits until there is a job, and is over when this is. What
   * it is rejected with, the watching does not tell: it is still to be awaited.
   */
  readonly during?: PromiseLike<unknown> | undefined;
  /** Ends the watching. The job goes on. */
  readonly signal?: AbortSignal | undefined;
}

const INTERVAL = 500;
const MAX_INTERVAL = 2 ** 31 - 1;

/** What the daemon says of a domain that is gone, or does not run any more: whatever its job was, it is over. */
const GONE = ['VIR_ERR_NO_DOMAIN', 'VIR_ERR_OPERATION_INVALID'];

/** @throws TypeError, RangeError where an option is not what it must be */
export function jobWatch(
  domain: DomainBase,
  options: JobProgressOptions,
): AsyncGenerator<DomainJobStats, void, undefined> {
  checkCallOptions(options);
  const { interval = INTERVAL, during, signal } = options;
  if (typeof interval !== 'number') throw invalidArgType('options.interval', 'a number of milliseconds', interval);
  if (!(interval > 0 && interval <= MAX_INTERVAL)) {
    throw outOfRange('options.interval', `more than 0 and at most ${MAX_INTERVAL} milliseconds`, interval);
  }
  if (during !== undefined && typeof during?.then !== 'function') {
    throw invalidArgType('options.during', 'a promise', during);
  }
  const over = new AbortController();
  const end = (): void => over.abort();
  during?.then(end, end);
  return watch(domain, interval, { signal, over: over.signal, waits: during !== undefined });
}

interface Ends {
  readonly signal: AbortSignal | undefined;
  /** Fires when what does the job has done it. */
  readonly over: AbortSignal;
  /** Whether there may be no job yet. */
  readonly waits: boolean;
}

async function* watch(
  domain: DomainBase,
  interval: number,
  ends: Ends,
): AsyncGenerator<DomainJobStats, void, undefined> {
  const { signal, over, waits } = ends;
  for (let seen = waits; !over.aborted; ) {
    const stats = await look(domain, signal, seen);
    if (stats === null || over.aborted) return;
    if (stats === UNKNOWN) {
      await pause(interval, signal, over);
      continue;
    }
    const { type } = stats;
    if (type === DomainJobType.NONE && !waits) return;
    if (type !== DomainJobType.NONE) yield stats;
    if (type > DomainJobType.UNBOUNDED) return;
    seen = true;
    await pause(interval, signal, over);
  }
}

/** What is known of a job while a connection that comes back is lost. */
const UNKNOWN = 'unknown';

/** `null`: the domain that was there is there no more. */
async function look(
  domain: DomainBase,
  signal: AbortSignal | undefined,
  seen: boolean,
): Promise<DomainJobStats | typeof UNKNOWN | null> {
  try {
    const args = { dom: wireOf(domain), flags: 0 };
    return jobStats(await sessionOf(domain.connection).call(procedures.DOMAIN_GET_JOB_STATS, args, { signal }));
  } catch (error) {
    if (seen && error instanceof RemoteError && GONE.includes(error.code)) return null;
    if (error instanceof ConnectionError && sessionOf(domain.connection).open) return UNKNOWN;
    throw error;
  }
}

async function pause(interval: number, signal: AbortSignal | undefined, over: AbortSignal): Promise<void> {
  const either = joinSignals(signal, over);
  try {
    await delay(interval, undefined, { signal: either.signal });
  } catch (error) {
    if (signal?.aborted) throw new AbortError('watching the job was aborted', false, { cause: signal.reason });
    if (!over.aborted) throw error;
  } finally {
    either.end();
  }
}
