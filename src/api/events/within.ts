import { AbortError, TimeoutError } from '../../errors.js';
import { type CallOptions, checkCallOptions } from '../../rpc/options.js';

/**
 * What `work` comes to, unless the caller's options give it up before. It is not begun when they have already.
 *
 * @param name of the procedure, for the error
 */
export async function within<T>(work: () => Promise<T>, name: string, options: CallOptions = {}): Promise<T> {
  checkCallOptions(options);
  const { signal, timeout } = options;
  if (signal?.aborted) throw new AbortError(`${name} was aborted before it was sent`, false, { cause: signal.reason });
  if (signal === undefined && timeout === undefined) return await work();

  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const givenUp = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(new AbortError(`${name} was aborted: it may take effect`, true, { cause: signal?.reason }));
    const late = `${name} was not answered within ${timeout} ms: it may take effect`;
    if (timeout !== undefined) timer = setTimeout(() => reject(new TimeoutError(late, true)), timeout);
    signal?.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work(), givenUp]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
  }
}
