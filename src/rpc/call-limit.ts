import { LONG_CALLS } from './long-calls.js';
import { type CallOptions, checkCallOptions } from './options.js';

/** How long the calls of a connection may take whose own options do not say. */
export class CallLimit {
  /** Milliseconds; `null`: for ever. */
  timeout: number | null = null;

  /** What a call's options come to. @throws TypeError, RangeError */
  optionsOf({ name }: { readonly name: string }, options: CallOptions | undefined): CallOptions | undefined {
    const { timeout } = this;
    if (timeout === null || LONG_CALLS.has(name)) return options;
    if (options === undefined) return { timeout };
    checkCallOptions(options);
    return options.timeout === undefined ? { signal: options.signal, timeout } : options;
  }
}
