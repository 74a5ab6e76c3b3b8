import type { Transport } from '../../transport/transport.js';

/** Runs `work` with duplicates of a caller's descriptors, who may close them before a call that waits is sent. */
export async function withDuplicates<T>(
  transport: Transport,
  fds: readonly number[],
  work: (copies: readonly number[]) => Promise<T>,
): Promise<T> {
  const copies: number[] = [];
  try {
    for (const fd of fds) copies.push(transport.duplicate(fd));
    return await work(copies);
  } finally {
    transport.release(copies);
  }
}
