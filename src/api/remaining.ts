import type { CallOptions } from '../rpc/options.js';

/** Makes the options of later calls, so that the timeout of the first, which begins now, holds for all of them. */
export function remaining(options: CallOptions | undefined): () => CallOptions | undefined {
  const timeout = options?.timeout;
  if (timeout === undefined) return () => options;
  const begin = performance.now();
  return () => ({ ...options, timeout: Math.max(1, timeout - Math.floor(performance.now() - begin)) });
}
