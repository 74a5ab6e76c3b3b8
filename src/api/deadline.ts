import { AbortError, TimeoutError } from '../errors.js';
import type { CallOptions } from '../rpc/options.js';

/** Runs `work` with a signal that stands for the caller's signal and timeout. */
export async function withDeadline<T>(
  { signal, timeout }: CallOptions,
  work: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  const late = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
  const signals = [signal, late].filter((one) => one !== undefined);
  const either = signals.length > 0 ? AbortSignal.any(signals) : undefined;
  try {
    either?.throwIfAborted();
    return await work(either);
  } catch (error) {
    if (!either?.aborted) throw error;
    const cause: unknown = either.reason;
    if (signal?.aborted) throw new AbortError('connecting was aborted', false, { cause });
    throw new TimeoutError(`no connection was made within ${timeout} ms`, false, { cause });
  }
}
