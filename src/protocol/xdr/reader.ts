import { ProtocolError } from '../../errors.js';
import { copyOf } from './copy.js';
import { pathTo } from './path.js';
import { recall, remember, SHORT, shortAscii } from './short-strings.js';

const word32 = new Uint32Array(2);
const word64 = new BigUint64Array(word32.buffer);
const signed64 = new BigInt64Array(word32.buffer);
const float64 = new Float64Array(word32.buffer);
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const LOW = LITTLE_ENDIAN ? 0 : 1;
const HIGH = 1 - LOW;

/**
 * Reads XDR (RFC 4506) from `bytes`, from `position` to `end`, and checks every bound before it
 * allocates. Strings and opaque data are copies: nothing that is returned refers to `bytes`.
 *
 * Generated code tells the reader where it is (`enter`, `index`, `leave`, and each leaf's field
 * name), so that an error carries the path. The path costs a push and a pop, and no string until
 * something is wrong.
 */
export class XdrReader {
  private readonly bytes: Uint8Array;
  /** The same, made when a string needs it. */
  private buffer: Buffer | null = null;
  private position: number;
  private readonly end: number;
  private readonly root: string;
  private readonly stack: (string | number)[] = [];
  private depth = 0;

  constructor(bytes: Uint8Array, root: string, position = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.root = root;
    this.position = position;
    this.end = end;
  }

  /** The number of bytes that are not read yet. */
  get remaining(): number {
    return this.end - this.position;
  }

  /** Names the member whose value is read next, `''` for a value that has no name of its own. */
  enter(field: string): this {
    this.stack[this.depth++] = field;
    return this;
  }

  /** Ends what `enter` began, and passes its value on. */
  leave<T>(value: T): T {
    this.depth--;
    return value;
  }

  /** Names the array whose elements are read next. */
  enterList(field: string): void {
    this.stack[this.depth++] = field;
    this.stack[this.depth++] = 0;
  }

  /** Says which element, of the array just entered, is read next. */
  index(i: number): void {
    this.stack[this.depth - 1] = i;
  }

  /** Ends what `enterList` began. */
  leaveList(): void {
    this.depth -= 2;
  }

  /** `int`: 4 bytes. */
  int(field: string): number {
    return this.word(field) | 0;
  }

  /** `unsigned int`: 4 bytes. */
  uint(field: string): number {
    return this.word(field) >>> 0;
  }

  /** `hyper`: 8 bytes. */
  hyper(field: string): bigint {
    this.pair(field);
    return signed64[0] as bigint;
  }

  /** `unsigned hyper`: 8 bytes. */
  uhyper(field: string): bigint {
    this.pair(field);
    return word64[0] as bigint;
  }

  /** `double`: 8 bytes, IEEE 754. */
  double(field: string): number {
    this.pair(field);
    return float64[0] as number;
  }

  /** `bool`, and the flag before an optional value: 4 bytes, 0 or 1. */
  bool(field: string): boolean {
    const value = this.word(field);
    if (value > 1 || value < 0) this.fail(field, `a boolean must be 0 or 1, not ${value >>> 0}`);
    return value === 1;
  }

  /** `char`: 4 bytes, of which C keeps the lowest, signed. */
  char(field: string): number {
    return (this.word(field) << 24) >> 24;
  }

  /** `unsigned char`: 4 bytes, of which C keeps the lowest. */
  uchar(field: string): number {
    return this.word(field) & 0xff;
  }

  /** `short`: 4 bytes, of which C keeps the lower two, signed. */
  short(field: string): number {
    return (this.word(field) << 16) >> 16;
  }

  /** `unsigned short`: 4 bytes, of which C keeps the lower two. */
  ushort(field: string): number {
    return this.word(field) & 0xffff;
  }

  /** An `enum` of just these values: 4 bytes. */
  oneOf<T extends number>(values: readonly T[], field: string): T {
    const value = this.word(field);
    const known = values.indexOf(value as T);
    if (known < 0) this.fail(field, `${value} is none of ${values.join(', ')}`);
    return value as T;
  }

  /** `string<max>`: length, bytes, padding. Bytes that are not UTF-8 become U+FFFD. */
  string(max: number, field: string): string {
    const length = this.length(max, 'bytes', field);
    const start = this.position;
    this.skip(length, field);
    return (length <= SHORT ? shortAscii(this.bytes, start, length) : null) ?? this.text(start, length);
  }

  /** `string<max>` for a text of which messages repeat a few: a parameter's name. */
  name(max: number, field: string): string {
    const length = this.length(max, 'bytes', field);
    const start = this.position;
    this.skip(length, field);
    const known = recall(this.bytes, start, length);
    if (known !== null) return known;
    const text = this.text(start, length);
    remember(this.bytes, start, length, text);
    return text;
  }

  /** `string<max> *`: a flag, and the string if it is 1. */
  optionalString(max: number, field: string): string | null {
    return this.bool(field) ? this.string(max, field) : null;
  }

  /** `opaque<max>`: length, bytes, padding. */
  opaque(max: number, field: string): Uint8Array {
    return this.fixedOpaque(this.length(max, 'bytes', field), field);
  }

  /** `opaque[length]`: bytes, padding. */
  fixedOpaque(length: number, field: string): Uint8Array {
    const start = this.position;
    this.skip(length, field);
    return copyOf(this.bytes, start, length);
  }

  /** `char<max>`: the count, then 4 bytes for each character, as `char` reads them; one byte each here. */
  chars(max: number, field: string): Uint8Array {
    return this.fixedChars(this.count(max, 4, field), field);
  }

  /** `char[length]`: 4 bytes for each character; one byte each here. */
  fixedChars(length: number, field: string): Uint8Array {
    if (length * 4 > this.remaining) this.tooShort(length * 4, field);
    const chars = new Uint8Array(length);
    for (let i = 0; i < length; i++) chars[i] = this.word(field);
    return chars;
  }

  /** The count before a variable-length array; `size` is the least number of bytes of an element. */
  count(max: number, size: number, field: string): number {
    const count = this.length(max, 'elements', field);
    if (count * size > this.remaining) {
      this.fail(field, `${count} elements of at least ${size} bytes do not fit in the ${this.remaining} that are left`);
    }
    return count;
  }

  /** Fails unless every byte has been read. */
  finish(): void {
    if (this.position !== this.end) this.fail('', `${this.remaining} bytes are left after the value`);
  }

  /** Throws for a union whose discriminant has no arm. */
  noArm(discriminant: number, arms: string, field: string): never {
    this.fail(field, `${discriminant} selects no arm of the union: its arms are ${arms}`);
  }

  /** Throws a `ProtocolError` at `field` of what is being read (`''`: at what is being read itself). */
  fail(field: string, reason: string): never {
    throw new ProtocolError(reason, pathTo(this.root, this.stack, this.depth, field));
  }

  private text(start: number, length: number): string {
    const { bytes } = this;
    this.buffer ??= Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return this.buffer.toString('utf8', start, start + length);
  }

  private word(field: string): number {
    const p = this.position;
    if (p + 4 > this.end) this.tooShort(4, field);
    this.position = p + 4;
    const b = this.bytes;
    return ((b[p] as number) << 24) | ((b[p + 1] as number) << 16) | ((b[p + 2] as number) << 8) | (b[p + 3] as number);
  }

  private pair(field: string): void {
    if (this.position + 8 > this.end) this.tooShort(8, field);
    word32[HIGH] = this.word(field);
    word32[LOW] = this.word(field);
  }

  private length(max: number, unit: string, field: string): number {
    const length = this.word(field) >>> 0;
    if (length > max) this.fail(field, `${length} ${unit} exceed the limit of ${max}`);
    return length;
  }

  private skip(length: number, field: string): void {
    const next = this.position + length;
    const padded = next + (-length & 3);
    if (padded > this.end) this.tooShort(padded - this.position, field);
    for (let p = next; p < padded; p++) {
      if (this.bytes[p] !== 0) this.fail(field, 'the padding is not zero');
    }
    this.position = padded;
  }

  private tooShort(needed: number, field: string): never {
    this.fail(field, `needs ${needed} bytes, and ${this.remaining} are left`);
  }
}
