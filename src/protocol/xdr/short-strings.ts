/**
 * Short strings without a call into native code, which costs more than they do.
 */

/** The longest string that `shortAscii` makes. */
export const SHORT = 8;

const chars = String.fromCharCode;

/** The `length` bytes from `start`, `length` being at most `SHORT`, as a string; `null` if they are not all ASCII. */
export function shortAscii(bytes: Uint8Array, start: number, length: number): string | null {
  let all = 0;
  for (let i = 0; i < length; i++) all |= bytes[start + i] as number;
  if (all > 0x7f) return null;
  const at = (i: number): number => bytes[start + i] as number;
  switch (length) {
    case 0:
      return '';
    case 1:
      return chars(at(0));
    case 2:
      return chars(at(0), at(1));
    case 3:
      return chars(at(0), at(1), at(2));
    case 4:
      return chars(at(0), at(1), at(2), at(3));
    case 5:
      return chars(at(0), at(1), at(2), at(3), at(4));
    case 6:
      return chars(at(0), at(1), at(2), at(3), at(4), at(5));
    case 7:
      return chars(at(0), at(1), at(2), at(3), at(4), at(5), at(6));
    default:
      return chars(at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7));
  }
}

/** The longest string that is remembered, in bytes. */
const LONGEST = 32;
/** How many are remembered: a power of two. A string that needs another's place takes it. */
const PLACES = 1024;

const remembered: string[] = new Array<string>(PLACES).fill('');
/** The bytes that each remembered string was made from, so that comparing needs no string. */
const spelling = new Uint8Array(PLACES * LONGEST);
const lengths = new Uint8Array(PLACES);

/**
 * The `length` bytes from `start` as a string, taken from a table where it is there: the same few names
 * come in every record of a long list. The table is of fixed size, and no caller can see it.
 */
export function recall(bytes: Buffer, start: number, length: number): string {
  if (length > LONGEST) return bytes.toString('utf8', start, start + length);
  let hash = length;
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + (bytes[start + i] as number)) | 0;
  const place = (hash ^ (hash >>> 10)) & (PLACES - 1);
  const spelt = place * LONGEST;
  let same = lengths[place] === length;
  for (let i = 0; same && i < length; i++) same = spelling[spelt + i] === bytes[start + i];
  if (same) return remembered[place] as string;
  const text = bytes.toString('utf8', start, start + length);
  remembered[place] = text;
  lengths[place] = length;
  for (let i = 0; i < length; i++) spelling[spelt + i] = bytes[start + i] as number;
  return text;
}
