import { AbortError, TimeoutError } from '../errors.js';
import { type CallOptions, limitOf } from '../rpc/options.js';

/** How far connecting has come, for the error of one that came no further. */
export interface Progress {
  /** `'nobody has answered at …'` */
  stage: string | null;
}

/** Runs `work` with a signal that stands for the caller's signal and timeout. */
export async function withDeadline<T>(
  options: CallOptions,
  work: (signal: AbortSignal | undefined, progress: Progress) => Promise<T>,
): Promise<T> {
  const { signal } = options;
  const timeout = limitOf(options);
  const late = timeout === null ? undefined : AbortSignal.timeout(timeout);
  const signals = [signal, late].filter((one) => one !== undefined);
  const either = signals.length > 0 ? AbortSignal.any(signals) : undefined;
  const progress: Progress = { stage: null };
  try {
    either?.throwIfAborted();
    return await work(either, progress);
  } catch (error) {
    if (!either?.aborted) throw error;
    const cause: unknown = either.reason;
    const where = progress.stage === null ? '' : `: ${progress.stage}`;
    if (signal?.aborted) throw new AbortError(`connecting was aborted${where}`, false, { cause });
    throw new TimeoutError(`no connection was made within ${timeout} ms${where}`, false, { cause });
  }
}
