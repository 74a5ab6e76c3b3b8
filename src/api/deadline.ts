import { offAbort, onAbort } from '../abort.js';
import { AbortError, TimeoutError } from '../errors.js';
import { type CallOptions, limitOf } from '../rpc/options.js';

/** How far connecting has come, for the error of one that came no further. */
export interface Progress {
  /** `'nobody has answered at …'` */
  stage: string | null;
}

/**
 * Runs `work` with a signal that stands for the caller's signal and timeout.
 *
 * The two are not joined by `AbortSignal.any`: Node 20 holds what that joins weakly, and a signal of `AbortSignal.timeout`
 * that nobody else holds is collected, and never fires.
 */
export async function withDeadline<T>(
  options: CallOptions,
  work: (signal: AbortSignal | undefined, progress: Progress) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  const timeout = limitOf(options);
  const progress: Progress = { stage: null };
  if (signal === undefined && timeout === null) return work(undefined, progress);
  const either = new AbortController();
  const abort = (): void => either.abort(signal?.reason);
  const timer = timeout === null ? undefined : setTimeout(() => either.abort(late()), timeout);
  try {
    if (signal?.aborted) abort();
    either.signal.throwIfAborted();
    onAbort(signal, abort);
    return await work(either.signal, progress);
  } catch (error) {
    if (!either.signal.aborted) throw error;
    const cause: unknown = either.signal.reason;
    const where = progress.stage === null ? '' : `: ${progress.stage}`;
    if (signal?.aborted) throw new AbortError(`connecting was aborted${where}`, false, { cause });
    throw new TimeoutError(`no connection was made within ${timeout} ms${where}`, false, { cause });
  } finally {
    clearTimeout(timer);
    offAbort(signal, abort);
  }
}

/** What `AbortSignal.timeout` gives as its reason. */
function late(): DOMException {
  return new DOMException('The operation was aborted due to timeout', 'TimeoutError');
}
