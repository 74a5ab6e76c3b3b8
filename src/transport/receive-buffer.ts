/** As much as one read may bring: a large one halves the cost of a large download. */
const SIZE = 1024 * 1024;

let buffer: Buffer | undefined;

/**
 * What all connections of this thread read into, since what they read is done with before any reads again. The
 * system gives it memory as far as reads have filled it.
 */
export function receiveBuffer(): Buffer {
  buffer ??= Buffer.from(new ArrayBuffer(SIZE));
  return buffer;
}
