/** Bytes of anybody's, for a message: the text that they are, or else in hexadecimal. */
export function shown(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /^[\t\r\n -~]+$/u.test(text) ? JSON.stringify(text) : `0x${bytes.subarray(0, 16).toString('hex')}`;
}
