import { invalidArgType, invalidArgValue, outOfRange } from '../../errors.js';
import { copyOf } from './copy.js';
import { pathTo } from './path.js';

const word32 = new Uint32Array(2);
const word64 = new BigUint64Array(word32.buffer);
const signed64 = new BigInt64Array(word32.buffer);
const float64 = new Float64Array(word32.buffer);
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const LOW = LITTLE_ENDIAN ? 0 : 1;
const HIGH = 1 - LOW;

/** More than Buffer takes from its pool, so that what is longer has its memory to itself. */
const LONG = 4096;

/** The longest string that is written without a call into native code, which costs more than it does. */
const SHORT = 32;

/**
 * Writes XDR (RFC 4506) into a buffer that grows. Every value is checked against its type and limit;
 * what does not fit is the caller's mistake: a `TypeError` or `RangeError` that names the field.
 */
export class XdrWriter {
  private bytes: Buffer;
  private position: number;
  private root: string;
  private readonly stack: (string | number)[] = [];
  private depth = 0;

  constructor(root: string, capacity = 256) {
    this.bytes = Buffer.allocUnsafe(capacity);
    this.position = 0;
    this.root = root;
  }

  /** Starts a value of its own, named `root` in errors, at the present position. */
  begin(root: string): void {
    this.root = root;
    this.depth = 0;
  }

  /** The number of bytes written. */
  get size(): number {
    return this.position;
  }

  /** Forgets what was written behind `size`. */
  truncate(size: number): void {
    this.position = size;
  }

  /** What was written behind `start`, as a view that the next write may overwrite or leave behind. */
  written(start = 0): Buffer {
    return this.bytes.subarray(start, this.position);
  }

  /** What was written, in memory that the writer has no further use for. The writer is done with. */
  finish(): Uint8Array {
    const { buffer, byteOffset } = this.bytes;
    // What is long is not copied once more; that up to as much memory again hangs on it is the lesser cost.
    return this.position > LONG
      ? new Uint8Array(buffer, byteOffset, this.position)
      : copyOf(this.bytes, 0, this.position);
  }

  /** Puts an `unsigned int` at `offset`, over what is there. */
  patch(offset: number, value: number): void {
    this.bytes.writeUInt32BE(value, offset);
  }

  /** Takes the bytes from `start` to `end` out; what follows moves up. */
  remove(start: number, end: number): void {
    this.bytes.copyWithin(start, end, this.position);
    this.position -= end - start;
  }

  /** Puts bytes that are XDR already. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }

  /** Names the member whose value is written next, `''` for a value that has no name of its own. */
  enter(field: string): this {
    this.stack[this.depth++] = field;
    return this;
  }

  /** Ends what `enter` began. */
  leave(): void {
    this.depth--;
  }

  /** Names the array whose elements are written next. */
  enterList(field: string): void {
    this.stack[this.depth++] = field;
    this.stack[this.depth++] = 0;
  }

  /** Says which element, of the array just entered, is written next. */
  index(i: number): void {
    this.stack[this.depth - 1] = i;
  }

  /** Ends what `enterList` began. */
  leaveList(): void {
    this.depth -= 2;
  }

  int(value: number, field: string): void {
    if (typeof value !== 'number' || value !== (value | 0)) this.notInteger(value, field, -(2 ** 31), 2 ** 31 - 1);
    this.word(value);
  }

  uint(value: number, field: string): void {
    if (typeof value !== 'number' || value !== value >>> 0) this.notInteger(value, field, 0, 2 ** 32 - 1);
    this.word(value);
  }

  char(value: number, field: string): void {
    if (typeof value !== 'number' || value !== (value << 24) >> 24) this.notInteger(value, field, -128, 127);
    this.word(value);
  }

  uchar(value: number, field: string): void {
    if (typeof value !== 'number' || value !== (value & 0xff)) this.notInteger(value, field, 0, 255);
    this.word(value);
  }

  short(value: number, field: string): void {
    if (typeof value !== 'number' || value !== (value << 16) >> 16) this.notInteger(value, field, -32768, 32767);
    this.word(value);
  }

  ushort(value: number, field: string): void {
    if (typeof value !== 'number' || value !== (value & 0xffff)) this.notInteger(value, field, 0, 65535);
    this.word(value);
  }

  /** An `enum` of just these values. */
  oneOf(value: number, values: readonly number[], field: string): void {
    if (typeof value !== 'number') throw invalidArgType(this.at(field), 'a number', value);
    if (!values.includes(value)) throw outOfRange(this.at(field), `one of ${values.join(', ')}`, value);
    this.word(value);
  }

  hyper(value: bigint, field: string): void {
    if (typeof value !== 'bigint') throw invalidArgType(this.at(field), 'a bigint', value);
    if (BigInt.asIntN(64, value) !== value) throw outOfRange(this.at(field), 'within 64 bits, signed', value);
    signed64[0] = value;
    this.pair();
  }

  uhyper(value: bigint, field: string): void {
    if (typeof value !== 'bigint') throw invalidArgType(this.at(field), 'a bigint', value);
    if (BigInt.asUintN(64, value) !== value) throw outOfRange(this.at(field), 'within 64 bits, unsigned', value);
    word64[0] = value;
    this.pair();
  }

  double(value: number, field: string): void {
    if (typeof value !== 'number') throw invalidArgType(this.at(field), 'a number', value);
    float64[0] = value;
    this.pair();
  }

  bool(value: boolean, field: string): void {
    if (typeof value !== 'boolean') throw invalidArgType(this.at(field), 'a boolean', value);
    this.word(value ? 1 : 0);
  }

  /** Strings end at a NUL in C, so one that contains a NUL is refused rather than cut short. */
  string(value: string, max: number, field: string): void {
    if (typeof value !== 'string') throw invalidArgType(this.at(field), 'a string', value);
    // No string has fewer bytes than it has UTF-16 units.
    if (value.length > max) this.tooLong(Buffer.byteLength(value), 'bytes', max, field);
    if (value.length <= SHORT && this.ascii(value)) return;
    const length = Buffer.byteLength(value);
    if (length > max) this.tooLong(length, 'bytes', max, field);
    if (value.includes('\0')) throw invalidArgValue(this.at(field), 'must not contain a NUL character');
    // As many bytes as UTF-16 units: ASCII, which is also Latin-1, and quicker to write as that.
    const ascii = length === value.length;
    if (!ascii && !value.isWellFormed())
      throw invalidArgValue(this.at(field), 'must be well-formed Unicode: it contains a lone surrogate');
    this.word(length);
    this.reserve(length + 3);
    this.bytes.write(value, this.position, length, ascii ? 'latin1' : 'utf8');
    this.pad(length);
  }

  optionalString(value: string | null, max: number, field: string): void {
    if (this.present(value, field)) this.string(value, max, field);
  }

  opaque(value: Uint8Array, max: number, field: string): void {
    if (!(value instanceof Uint8Array)) throw invalidArgType(this.at(field), 'a Uint8Array', value);
    if (value.length > max) this.tooLong(value.length, 'bytes', max, field);
    this.word(value.length);
    this.raw(value);
  }

  fixedOpaque(value: Uint8Array, length: number, field: string): void {
    if (!(value instanceof Uint8Array)) throw invalidArgType(this.at(field), 'a Uint8Array', value);
    if (value.length !== length) throw outOfRange(this.at(field), `${length} bytes long`, value.length);
    this.raw(value);
  }

  /** `char<max>`, from bytes: each travels as an `int`, which C fills with the character's sign. */
  chars(value: Uint8Array, max: number, field: string): void {
    if (!(value instanceof Uint8Array)) throw invalidArgType(this.at(field), 'a Uint8Array', value);
    if (value.length > max) this.tooLong(value.length, 'characters', max, field);
    this.word(value.length);
    this.rawChars(value);
  }

  /** `char[length]`, likewise. */
  fixedChars(value: Uint8Array, length: number, field: string): void {
    if (!(value instanceof Uint8Array)) throw invalidArgType(this.at(field), 'a Uint8Array', value);
    if (value.length !== length) throw outOfRange(this.at(field), `${length} bytes long`, value.length);
    this.rawChars(value);
  }

  /** The count before a variable-length array; returns it. */
  count(value: readonly unknown[], max: number, field: string): number {
    if (!Array.isArray(value)) throw invalidArgType(this.at(field), 'an array', value);
    if (value.length > max) this.tooLong(value.length, 'elements', max, field);
    this.word(value.length);
    return value.length;
  }

  /** A fixed-length array's length, which is not written; returns it. */
  fixedCount(value: readonly unknown[], length: number, field: string): number {
    if (!Array.isArray(value)) throw invalidArgType(this.at(field), 'an array', value);
    if (value.length !== length) throw outOfRange(this.at(field), `${length} elements long`, value.length);
    return length;
  }

  /** The flag before an optional value; returns whether the value follows. */
  present<T>(value: T | null, field: string): value is T {
    if (value === undefined) throw invalidArgType(this.at(field), 'a value or null', value);
    this.word(value === null ? 0 : 1);
    return value !== null;
  }

  /** Fails unless `value` can have members. */
  object(value: unknown): void {
    if (typeof value !== 'object' || value === null) throw invalidArgType(this.at(''), 'an object', value);
  }

  /** Throws for a union whose discriminant has no arm. */
  noArm(discriminant: unknown, arms: string, field: string): never {
    throw outOfRange(this.at(field), `one of ${arms}`, discriminant);
  }

  private at(field: string): string {
    return pathTo(this.root, this.stack, this.depth, field);
  }

  private notInteger(value: unknown, field: string, min: number, max: number): never {
    if (typeof value !== 'number') throw invalidArgType(this.at(field), 'a number', value);
    throw outOfRange(this.at(field), `an integer from ${min} to ${max}`, value);
  }

  private tooLong(length: number, unit: string, max: number, field: string): never {
    throw outOfRange(this.at(field), `at most ${max} ${unit}`, length);
  }

  private word(value: number): void {
    this.reserve(4);
    const b = this.bytes;
    const p = this.position;
    b[p] = value >>> 24;
    b[p + 1] = value >>> 16;
    b[p + 2] = value >>> 8;
    b[p + 3] = value;
    this.position = p + 4;
  }

  private pair(): void {
    this.word(word32[HIGH] as number);
    this.word(word32[LOW] as number);
  }

  private raw(value: Uint8Array): void {
    this.reserve(value.length + 3);
    this.bytes.set(value, this.position);
    this.pad(value.length);
  }

  private rawChars(value: Uint8Array): void {
    this.reserve(value.length * 4);
    for (const char of value) this.word((char << 24) >> 24);
  }

  /** Writes a string, unless it has a NUL or a character that is not ASCII. */
  private ascii(value: string): boolean {
    const length = value.length;
    this.reserve(4 + length + 3);
    const start = this.position + 4;
    for (let i = 0; i < length; i++) {
      const char = value.charCodeAt(i);
      if (char === 0 || char > 0x7f) return false;
      this.bytes[start + i] = char;
    }
    this.word(length);
    this.pad(length);
    return true;
  }

  private pad(length: number): void {
    let p = this.position + length;
    for (const padded = p + (-length & 3); p < padded; p++) this.bytes[p] = 0;
    this.position = p;
  }

  private reserve(length: number): void {
    const needed = this.position + length;
    if (needed <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(grown, 0, 0, this.position);
    this.bytes = grown;
  }
}
