/** Up to so many bytes live on V8's own heap, and copying them one by one is faster than a call into native code. */
const SMALL = 64;

/** The `length` bytes from `start`, in memory of their own. */
export function copyOf(bytes: Uint8Array, start: number, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  if (length > SMALL) copy.set(bytes.subarray(start, start + length));
  else for (let i = 0; i < length; i++) copy[i] = bytes[start + i] as number;
  return copy;
}
