/**
 * What a stream's packets carry at most, until one has carried so much, and what they do from then on.
 *
 * A daemon on glibc gives the memory of a large message back to the system when it is done with it, and gets it for the
 * next one page by page, which can cost many times what all else does. But it keeps twice the largest block that it has
 * given back so: several of the later packets fit into what the first large one has left it.
 */
export const LARGEST_PAYLOAD: number = 2 * 1024 * 1024;
export const LATER_PAYLOAD: number = 512 * 1024;

/** The parts of a packet's payload, none of them empty, and the length of them all. */
export interface Payload {
  readonly chunks: readonly Uint8Array[];
  readonly length: number;
}

/**
 * Puts what was written into as few packets as it fits into, without copying it.
 *
 * @param limit of the first; of the others it is `LATER_PAYLOAD`
 */
export function cutUp(chunks: readonly Uint8Array[], limit: number): Payload[] {
  const payloads: Payload[] = [];
  let room = limit;
  let parts: Uint8Array[] = [];
  let length = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + room - length);
      parts.push(part);
      length += part.length;
      at += part.length;
      if (length < room) continue;
      payloads.push({ chunks: parts, length });
      room = LATER_PAYLOAD;
      parts = [];
      length = 0;
    }
  }
  if (length > 0) payloads.push({ chunks: parts, length });
  return payloads;
}
