/** The largest block whose return has glibc keep, from then on, what blocks of up to that size leave behind. */
const LARGEST = 32 * 1024 * 1024 - 64 * 1024;

let prepared = false;

/**
 * Memory for as many bytes as only a large message has.
 *
 * glibc gives every block that is as large as these back to the system when it is freed, and gets it back page by page,
 * which costs more than all else that is done with it; until it has seen that a program does this with larger ones: one,
 * which nobody touches, and so takes no memory.
 */
export function largeBuffer(length: number): Buffer {
  if (!prepared) {
    prepared = true;
    Buffer.allocUnsafeSlow(LARGEST);
  }
  return Buffer.allocUnsafeSlow(length);
}
