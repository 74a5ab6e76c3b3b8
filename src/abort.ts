/** Is told, once, that a signal has fired. It must not throw. */
export type AbortListener = (() => void) | { handleEvent(): void };

interface Watch {
  readonly listeners: Set<AbortListener>;
  readonly fire: () => void;
}

/**
 * Who waits for which signal. A signal has one listener of this library's, however many wait for it: Node takes more than
 * ten for a leak, and warns of it, where a program gives its many calls the same signal.
 */
const watches = new WeakMap<AbortSignal, Watch>();

/** Has `listener` told when the signal fires, if there is one. One that has fired already tells nobody. */
export function onAbort(signal: AbortSignal | undefined, listener: AbortListener): void {
  if (signal === undefined) return;
  const known = watches.get(signal);
  if (known !== undefined) {
    known.listeners.add(listener);
    return;
  }
  const listeners = new Set([listener]);
  const fire = (): void => {
    for (const one of listeners) {
      if (typeof one === 'function') one();
      else one.handleEvent();
    }
  };
  watches.set(signal, { listeners, fire });
  signal.addEventListener('abort', fire);
}

/** Ends what `onAbort` has begun. */
export function offAbort(signal: AbortSignal | undefined, listener: AbortListener): void {
  if (signal === undefined) return;
  const watch = watches.get(signal);
  if (watch === undefined || !watch.listeners.delete(listener) || watch.listeners.size > 0) return;
  watches.delete(signal);
  signal.removeEventListener('abort', watch.fire);
}

/**
 * What a promise comes to, unless the signal fires before: it is not waited for any longer then.
 *
 * @throws the signal's reason
 */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(signal.reason);
    if (signal.aborted) aborted();
    else onAbort(signal, aborted);
    promise.then(resolve, reject).finally(() => offAbort(signal, aborted));
  });
}

/** One signal for two. */
export interface JoinedSignal {
  readonly signal: AbortSignal;
  /** Nobody waits for it any more. */
  end(): void;
}

/**
 * A signal that fires with the first of two, and with its reason.
 *
 * `AbortSignal.any` is no such thing: Node 20 holds what that joins weakly, and a signal of `AbortSignal.timeout` that nobody
 * else holds is collected, and never fires.
 */
export function joinSignals(first: AbortSignal | undefined, second: AbortSignal): JoinedSignal {
  if (first === undefined) return { signal: second, end: () => {} };
  const either = new AbortController();
  const both = [first, second];
  const fire = (): void => either.abort(both.find(({ aborted }) => aborted)?.reason);
  if (both.some(({ aborted }) => aborted)) fire();
  else for (const signal of both) onAbort(signal, fire);
  return {
    signal: either.signal,
    end: () => {
      for (const signal of both) offAbort(signal, fire);
    },
  };
}
