/** What a packet carries at most. About 2 MiB is the fastest, and well below what a daemon takes. */
export const MAX_PAYLOAD: number = 2 * 1024 * 1024;

/** The parts of a packet's payload, none of them empty, and the length of them all. */
export interface Payload {
  readonly chunks: readonly Uint8Array[];
  readonly length: number;
}

/** Puts what was written into as few packets as it fits into, without copying it. */
export function cutUp(chunks: readonly Uint8Array[]): Payload[] {
  const payloads: Payload[] = [];
  let parts: Uint8Array[] = [];
  let length = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + MAX_PAYLOAD - length);
      parts.push(part);
      length += part.length;
      at += part.length;
      if (length < MAX_PAYLOAD) continue;
      payloads.push({ chunks: parts, length });
      parts = [];
      length = 0;
    }
  }
  if (length > 0) payloads.push({ chunks: parts, length });
  return payloads;
}
