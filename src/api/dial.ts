import { type DialOptions, dialUnix } from '../transport/choose.js';
import type { Transport } from '../transport/transport.js';
import type { PathFailure } from './uri/explain.js';

/**
 * The first of the sockets that somebody answers on.
 *
 * @param paths the best first
 * @param explain makes the error for where nobody answers on any
 */
export async function dial(
  paths: readonly string[],
  options: DialOptions,
  explain: (failures: readonly PathFailure[]) => Error,
): Promise<Transport> {
  const failures: PathFailure[] = [];
  for (const path of paths) {
    try {
      return await dialUnix(path, options);
    } catch (error) {
      if (options.signal?.aborted || !(error instanceof Error && 'syscall' in error)) throw error;
      failures.push({ path, error });
    }
  }
  throw explain(failures);
}
