import { largeBuffer } from '../../protocol/large-buffer.js';

/** A copy, in memory of its own. */
export function chunkOf(bytes: Buffer): Buffer {
  const chunk = largeBuffer(bytes.length);
  bytes.copy(chunk);
  return chunk;
}
