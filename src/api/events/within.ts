import { offAbort, onAbort } from '../../abort.js';
import { AbortError, TimeoutError } from '../../errors.js';
import { type CallOptions, checkCallOptions, limitOf } from '../../rpc/options.js';

/** What the errors say of something that is waited for, and given up. */
export interface Patience {
  /** `'DOMAIN_CREATE'`, of which they say that it was aborted. */
  readonly what: string;
  /** What they say has not happened in time: `'DOMAIN_CREATE was not answered'`. */
  readonly late: string;
  /** Whether the daemon has been told, and it may happen all the same. */
  readonly sent: boolean;
}

/** What is waited for of a procedure. */
export function answerOf({ name }: { readonly name: string }): Patience {
  return { what: name, late: `${name} was not answered`, sent: true };
}

/** What `work` comes to, unless the caller's options give it up before. It is not begun when they have already. */
export async function within<T>(
  work: () => Promise<T>,
  { what, late, sent }: Patience,
  options: CallOptions = {},
): Promise<T> {
  checkCallOptions(options);
  const { signal } = options;
  const timeout = limitOf(options);
  if (signal?.aborted) {
    const text = `${what} was aborted${sent ? ' before it was sent' : ''}`;
    throw new AbortError(text, false, { cause: signal.reason });
  }
  if (signal === undefined && timeout === null) return await work();

  const tense = sent ? ': it may take effect' : '';
  let timer: NodeJS.Timeout | undefined;
  let aborted: (() => void) | undefined;
  const givenUp = new Promise<never>((_resolve, reject) => {
    aborted = () => reject(new AbortError(`${what} was aborted${tense}`, sent, { cause: signal?.reason }));
    const expire = (): void => reject(new TimeoutError(`${late} within ${timeout} ms${tense}`, sent));
    if (timeout !== null) timer = setTimeout(expire, timeout);
    onAbort(signal, aborted);
  });
  try {
    return await Promise.race([work(), givenUp]);
  } finally {
    clearTimeout(timer);
    if (aborted !== undefined) offAbort(signal, aborted);
  }
}
