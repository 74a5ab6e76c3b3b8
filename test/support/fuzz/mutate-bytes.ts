import type { Random } from './random.js';

/** Words at the edges of what lengths, counts, flags and numbers may be. */
const EDGES = [
  0, 1, 2, 3, 4, 7, 8, 15, 16, 27, 28, 29, 31, 32, 33, 64, 255, 256, 1024, 4096, 16_384, 65_535, 65_536, 1_048_576,
  4_194_304, 33_554_432, 33_554_460, 33_554_461, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
];

/** What strings may hold that XML and ASCII do not: a NUL, bytes that are not UTF-8, characters of each length. */
const TEXTS = ['\0', '\ufeff', 'é', '€', '\u{1f600}', '\x7f', '\n'].map((text) => Buffer.from(text));
const ODD = [
  Buffer.of(0xff),
  Buffer.of(0xc3),
  Buffer.of(0xed, 0xa0, 0x80),
  Buffer.of(0xf4, 0x90, 0x80, 0x80),
  ...TEXTS,
];

type Change = (bytes: Buffer, random: Random) => Buffer;

const aligned = (bytes: Buffer, random: Random): number => 4 * random.below(bytes.length >> 2);

function putWord(bytes: Buffer, random: Random, word: (old: number) => number): Buffer {
  if (bytes.length < 4) return bytes;
  const at = aligned(bytes, random);
  bytes.writeUInt32BE(word(bytes.readUInt32BE(at)) >>> 0, at);
  return bytes;
}

/** Where, from a random place on, a string, opaque or array may begin: a count of no more than is left. */
function lengthAt(bytes: Buffer, random: Random): number | null {
  const words = bytes.length >> 2;
  for (let i = 0, at = random.below(words); i < Math.min(words, 32); i++, at = (at + 1) % words) {
    const length = bytes.readUInt32BE(4 * at);
    if (length > 0 && length <= bytes.length - 4 * at - 4) return 4 * at;
  }
  return null;
}

const CHANGES: readonly Change[] = [
  (bytes, random) => putWord(bytes, random, () => random.pick(EDGES)),
  (bytes, random) => putWord(bytes, random, (old) => old + random.pick([-4, -1, 1, 4])),
  (bytes, random) => putWord(bytes, random, () => random.word()),
  // A flag, or the discriminant of a union.
  (bytes, random) => putWord(bytes, random, () => random.below(10)),
  (bytes, random) => putWord(bytes, random, () => bytes.readUInt32BE(aligned(bytes, random))),
  (bytes, random) => {
    const at = random.below(bytes.length);
    if (bytes.length > 0) bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
    return bytes;
  },
  // A length and what follows it do not agree.
  (bytes, random) => {
    const at = lengthAt(bytes, random);
    if (at !== null) bytes.writeUInt32BE(random.once(2) ? bytes.readUInt32BE(at) + 1 : random.pick(EDGES), at);
    return bytes;
  },
  // What a string has.
  (bytes, random) => {
    const at = lengthAt(bytes, random);
    if (at !== null) random.pick(ODD).copy(bytes, at + 4 + random.below(bytes.readUInt32BE(at)));
    return bytes;
  },
  // Padding.
  (bytes, random) => {
    const at = lengthAt(bytes, random);
    const end = at === null ? 0 : at + 4 + bytes.readUInt32BE(at);
    if (end % 4 !== 0 && end < bytes.length) bytes[end] = 1 + random.below(255);
    return bytes;
  },
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => bytes.subarray(0, aligned(bytes, random)),
  (bytes, random) => Buffer.concat([bytes, random.once(2) ? Buffer.alloc(4) : random.bytes(random.below(9))]),
  // Words that come twice, or not at all.
  (bytes, random) => {
    const at = aligned(bytes, random);
    const size = 4 * (1 + random.below(8));
    const after = random.once(2) ? at : at + size;
    return Buffer.concat([bytes.subarray(0, Math.min(bytes.length, at + size)), bytes.subarray(after)]);
  },
  (bytes, random) => {
    const at = aligned(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 4 * (1 + random.below(4)))]);
  },
];

/** XDR, changed once or a few times, as somebody may who knows how it lies. */
export function mutateXdr(original: Uint8Array, random: Random): Buffer {
  let bytes = Buffer.from(original);
  for (let changes = 1 + random.below(3); changes > 0; changes--)
    bytes = Buffer.from(random.pick(CHANGES)(bytes, random));
  return bytes;
}

/** The first part of one and the last of another. */
export function splice(one: Uint8Array, other: Uint8Array, random: Random): Buffer {
  const from = Buffer.from(one);
  const to = Buffer.from(other);
  return Buffer.concat([from.subarray(0, aligned(from, random)), to.subarray(aligned(to, random))]);
}
