/**
 * Short strings without a call into native code, which costs more than they do.
 */

/** The longest string that `shortAscii` makes. */
export const SHORT = 16;

const chars = String.fromCharCode;

/** The `length` bytes from `start`, `length` being at most `SHORT`, as a string; `null` if they are not all ASCII. */
export function shortAscii(bytes: Uint8Array, start: number, length: number): string | null {
  let all = 0;
  for (let i = start; i < start + length; i++) all |= bytes[i] as number;
  if (all > 0x7f) return null;
  return length <= 8 ? upTo8(bytes, start, length) : upTo16(bytes, start, length);
}

function upTo8(b: Uint8Array, s: number, length: number): string {
  switch (length) {
    case 0:
      return '';
    case 1:
      return chars(b[s]!);
    case 2:
      return chars(b[s]!, b[s + 1]!);
    case 3:
      return chars(b[s]!, b[s + 1]!, b[s + 2]!);
    case 4:
      return chars(b[s]!, b[s + 1]!, b[s + 2]!, b[s + 3]!);
    case 5:
      return chars(b[s]!, b[s + 1]!, b[s + 2]!, b[s + 3]!, b[s + 4]!);
    case 6:
      return chars(b[s]!, b[s + 1]!, b[s + 2]!, b[s + 3]!, b[s + 4]!, b[s + 5]!);
    case 7:
      return chars(b[s]!, b[s + 1]!, b[s + 2]!, b[s + 3]!, b[s + 4]!, b[s + 5]!, b[s + 6]!);
    default:
      return chars(b[s]!, b[s + 1]!, b[s + 2]!, b[s + 3]!, b[s + 4]!, b[s + 5]!, b[s + 6]!, b[s + 7]!);
  }
}

function upTo16(b: Uint8Array, s: number, length: number): string {
  switch (length) {
    case 9:
      return chars(b[s]!, b[s + 1]!, b[s + 2]!, b[s + 3]!, b[s + 4]!, b[s + 5]!, b[s + 6]!, b[s + 7]!, b[s + 8]!);
    case 10:
      return chars(
        b[s]!,
        b[s + 1]!,
        b[s + 2]!,
        b[s + 3]!,
        b[s + 4]!,
        b[s + 5]!,
        b[s + 6]!,
        b[s + 7]!,
        b[s + 8]!,
        b[s + 9]!,
      );
    case 11:
      return chars(
        b[s]!,
        b[s + 1]!,
        b[s + 2]!,
        b[s + 3]!,
        b[s + 4]!,
        b[s + 5]!,
        b[s + 6]!,
        b[s + 7]!,
        b[s + 8]!,
        b[s + 9]!,
        b[s + 10]!,
      );
    case 12:
      return chars(
        b[s]!,
        b[s + 1]!,
        b[s + 2]!,
        b[s + 3]!,
        b[s + 4]!,
        b[s + 5]!,
        b[s + 6]!,
        b[s + 7]!,
        b[s + 8]!,
        b[s + 9]!,
        b[s + 10]!,
        b[s + 11]!,
      );
    case 13:
      return chars(
        b[s]!,
        b[s + 1]!,
        b[s + 2]!,
        b[s + 3]!,
        b[s + 4]!,
        b[s + 5]!,
        b[s + 6]!,
        b[s + 7]!,
        b[s + 8]!,
        b[s + 9]!,
        b[s + 10]!,
        b[s + 11]!,
        b[s + 12]!,
      );
    case 14:
      return chars(
        b[s]!,
        b[s + 1]!,
        b[s + 2]!,
        b[s + 3]!,
        b[s + 4]!,
        b[s + 5]!,
        b[s + 6]!,
        b[s + 7]!,
        b[s + 8]!,
        b[s + 9]!,
        b[s + 10]!,
        b[s + 11]!,
        b[s + 12]!,
        b[s + 13]!,
      );
    case 15:
      return chars(
        b[s]!,
        b[s + 1]!,
        b[s + 2]!,
        b[s + 3]!,
        b[s + 4]!,
        b[s + 5]!,
        b[s + 6]!,
        b[s + 7]!,
        b[s + 8]!,
        b[s + 9]!,
        b[s + 10]!,
        b[s + 11]!,
        b[s + 12]!,
        b[s + 13]!,
        b[s + 14]!,
      );
    default:
      return chars(
        b[s]!,
        b[s + 1]!,
        b[s + 2]!,
        b[s + 3]!,
        b[s + 4]!,
        b[s + 5]!,
        b[s + 6]!,
        b[s + 7]!,
        b[s + 8]!,
        b[s + 9]!,
        b[s + 10]!,
        b[s + 11]!,
        b[s + 12]!,
        b[s + 13]!,
        b[s + 14]!,
        b[s + 15]!,
      );
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
 * The `length` bytes from `start` as a string, if they are remembered: the same few names come in every
 * record of a long list. The table is of fixed size, and no caller can see it.
 */
export function recall(bytes: Uint8Array, start: number, length: number): string | null {
  if (length > LONGEST) return null;
  const place = placeOf(bytes, start, length);
  if (lengths[place] !== length) return null;
  const spelt = place * LONGEST;
  for (let i = 0; i < length; i++) if (spelling[spelt + i] !== bytes[start + i]) return null;
  return remembered[place] as string;
}

/** Has `recall` know that the `length` bytes from `start` are this text. */
export function remember(bytes: Uint8Array, start: number, length: number, text: string): void {
  if (length > LONGEST) return;
  const place = placeOf(bytes, start, length);
  remembered[place] = text;
  lengths[place] = length;
  for (let i = 0; i < length; i++) spelling[place * LONGEST + i] = bytes[start + i] as number;
}

function placeOf(bytes: Uint8Array, start: number, length: number): number {
  let hash = length;
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + (bytes[start + i] as number)) | 0;
  return (hash ^ (hash >>> 10)) & (PLACES - 1);
}
