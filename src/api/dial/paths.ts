import { type DialOptions, dialUnix } from '../../transport/choose.js';
import type { Transport } from '../../transport/transport.js';
import type { PathFailure } from '../uri/explain.js';

/**
 * The first of the sockets that somebody answers on.
 *
 * @param paths the best first
 * @returns the connection; or, where nobody answers on any, why
 * @throws what is no error of the system's
 */
export async function tryPaths(
  paths: readonly string[],
  options: DialOptions,
): Promise<Transport | readonly PathFailure[]> {
  const failures: PathFailure[] = [];
  for (const path of paths) {
    try {
      return await dialUnix(path, options);
    } catch (error) {
      if (options.signal?.aborted || !(error instanceof Error && 'syscall' in error)) throw error;
      failures.push({ path, error });
    }
  }
  return failures;
}

/**
 * The first of the sockets that somebody answers on.
 *
 * @param explain makes the error for where nobody answers on any
 */
export async function dialPaths(
  paths: readonly string[],
  options: DialOptions,
  explain: (failures: readonly PathFailure[]) => Error,
): Promise<Transport> {
  const found = await tryPaths(paths, options);
  if ('write' in found) return found;
  throw explain(found);
}
