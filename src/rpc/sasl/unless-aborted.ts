import { offAbort, onAbort } from '../../abort.js';

/** What a promise comes to, unless the signal fires before: nobody is waited for longer than that. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason);
    if (signal.aborted) aborted();
    else onAbort(signal, aborted);
    promise.then(resolve, reject).finally(() => offAbort(signal, aborted));
  });
}
