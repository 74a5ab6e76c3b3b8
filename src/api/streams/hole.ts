import { invalidArgType, outOfRange } from '../../errors.js';

/** A part of a volume that is all zero, and takes no room. */
export interface Hole {
  /** How many bytes. */
  readonly hole: bigint;
}

const MAX_HOLE = 2n ** 63n - 1n;

/** @throws TypeError, RangeError where a chunk is neither bytes nor a hole */
export function checkChunk(chunk: unknown, encoding: BufferEncoding): Uint8Array | Hole {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk, encoding);
  if (typeof chunk !== 'object' || chunk === null || !('hole' in chunk)) {
    throw invalidArgType('chunk', 'a Uint8Array, a string or an object { hole }', chunk);
  }
  const { hole } = chunk;
  if (typeof hole !== 'bigint') throw invalidArgType('chunk.hole', 'a bigint', hole);
  if (hole < 0n || hole > MAX_HOLE) throw outOfRange('chunk.hole', `from 0 to ${MAX_HOLE}`, hole);
  return { hole };
}
