import { UnsupportedError } from '../../errors.js';
import { loadChannel } from '../koffi/channel.js';
import { duplicate } from '../koffi/unix-socket.js';
import type { Transport } from '../transport.js';
import { type Descriptors, MemoryEnd } from './memory-end.js';

/**
 * The two ends of a connection within this process. They carry descriptors where koffi is there to duplicate them.
 *
 * @param carriesFds false: no descriptors, whatever is there
 */
export async function memoryPair(carriesFds: boolean): Promise<readonly [Transport, Transport]> {
  const descriptors = carriesFds ? await byKoffi() : 'this connection was made to carry none';
  const one = new MemoryEnd(descriptors);
  const other = new MemoryEnd(descriptors);
  one.join(other);
  other.join(one);
  return [one, other];
}

/** What duplicates descriptors; or why nothing does. */
async function byKoffi(): Promise<Descriptors | string> {
  try {
    const { libc } = await loadChannel();
    return { duplicate: (fd) => duplicate(libc, fd), close: (fd) => libc.close(fd) };
  } catch (error) {
    if (error instanceof UnsupportedError) return error.message;
    throw error;
  }
}
