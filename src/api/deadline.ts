import { offAbort, onAbort } from '../abort.js';
import { AbortError, TimeoutError } from '../errors.js';
import { type CallOptions, limitOf } from '../rpc/options.js';
import { Progress } from '../rpc/progress.js';

/** Milliseconds that connecting may take where nobody has said so: what accepts connections and is silent would be waited for. */
const TIMEOUT = 60_000;

/**
 * Runs `work` with a signal that stands for the caller's signal and timeout. Where the caller gives none, a person who is
 * asked who logs in is waited for.
 *
 * The two are not joined by `AbortSignal.any`: Node 20 holds what that joins weakly, and a signal of `AbortSignal.timeout`
 * that nobody else holds is collected, and never fires.
 */
export async function withDeadline<T>(
  options: CallOptions,
  work: (signal: AbortSignal | undefined, progress: Progress) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  const given = options.timeout !== undefined;
  const timeout = given ? limitOf(options) : TIMEOUT;
  const progress = new Progress();
  if (signal === undefined && timeout === null) return work(undefined, progress);
  const either = new AbortController();
  const abort = (): void => either.abort(signal?.reason);
  const expire = (): void => {
    if (progress.asking && !given) timer = setTimeout(expire, TIMEOUT);
    else either.abort(late());
  };
  let timer = timeout === null ? undefined : setTimeout(expire, timeout);
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
