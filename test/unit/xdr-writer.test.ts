import { describe, expect, it } from 'vitest';
import { XdrWriter } from '../../src/protocol/xdr/writer.js';

function hex(write: (writer: XdrWriter) => void): string {
  const writer = new XdrWriter('root', 4);
  write(writer);
  return writer.written().toString('hex');
}

function failure(write: (writer: XdrWriter) => void): { name: string; code: string; message: string } {
  try {
    hex(write);
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return error as typeof error & { code: string };
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('numbers', () => {
  it('are big-endian words', () => {
    expect(hex((w) => w.int(-2147483648, 'i'))).toBe('80000000');
    expect(hex((w) => w.int(2147483647, 'i'))).toBe('7fffffff');
    expect(hex((w) => w.int(-0, 'i'))).toBe('00000000');
    expect(hex((w) => w.uint(4294967295, 'i'))).toBe('ffffffff');
    expect(hex((w) => w.char(-61, 'c'))).toBe('ffffffc3');
    expect(hex((w) => w.uchar(255, 'c'))).toBe('000000ff');
    expect(hex((w) => w.short(-2, 'c'))).toBe('fffffffe');
    expect(hex((w) => w.ushort(65535, 'c'))).toBe('0000ffff');
    expect(hex((w) => w.hyper(-1n, 'h'))).toBe('ffffffffffffffff');
    expect(hex((w) => w.hyper(-9223372036854775808n, 'h'))).toBe('8000000000000000');
    expect(hex((w) => w.uhyper(18446744073709551615n, 'h'))).toBe('ffffffffffffffff');
    expect(hex((w) => w.uhyper(0x0123456789abcdefn, 'h'))).toBe('0123456789abcdef');
    expect(hex((w) => w.double(-0, 'd'))).toBe('8000000000000000');
    expect(hex((w) => w.double(1, 'd'))).toBe('3ff0000000000000');
  });

  it.each([
    ['int', 2147483648, 'an integer from -2147483648 to 2147483647'],
    ['int', -2147483649, 'an integer from -2147483648 to 2147483647'],
    ['int', 1.5, 'an integer from -2147483648 to 2147483647'],
    ['int', Number.NaN, 'an integer from -2147483648 to 2147483647'],
    ['int', Number.POSITIVE_INFINITY, 'an integer from -2147483648 to 2147483647'],
    ['uint', -1, 'an integer from 0 to 4294967295'],
    ['uint', 4294967296, 'an integer from 0 to 4294967295'],
    ['char', 128, 'an integer from -128 to 127'],
    ['char', -129, 'an integer from -128 to 127'],
    ['uchar', 256, 'an integer from 0 to 255'],
    ['uchar', -1, 'an integer from 0 to 255'],
    ['short', 32768, 'an integer from -32768 to 32767'],
    ['ushort', 65536, 'an integer from 0 to 65535'],
  ] as const)('%s %d is out of range', (method, value, range) => {
    expect(failure((w) => w[method](value, 'f'))).toMatchObject({
      name: 'RangeError',
      code: 'ERR_OUT_OF_RANGE',
      message: `root.f must be ${range}; got ${value}`,
    });
  });

  it.each([
    ['hyper', 2n ** 63n, 'signed'],
    ['hyper', -(2n ** 63n) - 1n, 'signed'],
    ['uhyper', 2n ** 64n, 'unsigned'],
    ['uhyper', -1n, 'unsigned'],
  ] as const)('%s %s is out of range', (method, value, range) => {
    expect(failure((w) => w[method](value, 'f'))).toMatchObject({
      name: 'RangeError',
      code: 'ERR_OUT_OF_RANGE',
      message: `root.f must be within 64 bits, ${range}; got ${value}n`,
    });
  });

  it.each([
    ['int', '5', 'a number'],
    ['int', 5n, 'a number'],
    ['int', null, 'a number'],
    ['uint', undefined, 'a number'],
    ['uint', true, 'a number'],
    ['hyper', 5, 'a bigint'],
    ['uhyper', '5', 'a bigint'],
    ['double', 5n, 'a number'],
    ['bool', 1, 'a boolean'],
    ['bool', null, 'a boolean'],
  ] as const)('%s is not made from %s', (method, value, type) => {
    expect(failure((w) => w[method](value as never, 'f'))).toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(new RegExp(`^root\\.f must be ${type}; got `)),
    });
  });

  it('of an enum are its values', () => {
    expect(hex((w) => w.oneOf(5, [1, 5], 'e'))).toBe('00000005');
    expect(failure((w) => w.oneOf(2, [1, 5], 'e'))).toMatchObject({
      code: 'ERR_OUT_OF_RANGE',
      message: 'root.e must be one of 1, 5; got 2',
    });
    expect(failure((w) => w.oneOf('5' as never, [1, 5], 'e'))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });
});

describe('strings', () => {
  it.each([
    ['', '00000000'],
    ['a', '0000000161000000'],
    ['abc', '0000000361626300'],
    ['abcd', '0000000461626364'],
    ['é', '00000002c3a90000'],
    ['aé', '0000000361c3a900'],
    ['€', '00000003e282ac00'],
    ['😀', '00000004f09f9880'],
    ['\x7f', '000000017f000000'],
  ])('%j', (text, bytes) => {
    expect(hex((w) => w.string(text, 9, 's'))).toBe(bytes);
  });

  it('overwrite what the buffer held: the padding is zero', () => {
    const writer = new XdrWriter('root');
    writer.opaque(new Uint8Array(100).fill(0xff), 100, 'o');
    writer.truncate(0);
    writer.string('a', 9, 's');
    writer.string('é', 9, 's');
    writer.fixedOpaque(Uint8Array.of(1), 1, 'o');
    expect(writer.written().toString('hex')).toBe('0000000161000000' + '00000002c3a90000' + '01000000');
  });

  it('are measured in bytes', () => {
    expect(hex((w) => w.string('€€€', 9, 's'))).toHaveLength(2 * (4 + 12));
    expect(failure((w) => w.string('€€€a', 9, 's'))).toMatchObject({
      name: 'RangeError',
      code: 'ERR_OUT_OF_RANGE',
      message: 'root.s must be at most 9 bytes; got 10',
    });
    expect(failure((w) => w.string('€'.repeat(10), 9, 's')).message).toBe('root.s must be at most 9 bytes; got 30');
  });

  const long = 'x'.repeat(100);
  it.each([
    ['\0', 'a NUL'],
    ['a\0', 'a NUL'],
    [`${long}\0`, 'a NUL'],
    ['é\0', 'a NUL'],
    ['\ud800', 'a lone surrogate'],
    ['a\udc00b', 'a lone surrogate'],
    [`${long}\ud800`, 'a lone surrogate'],
    ['\udc00\ud800', 'a lone surrogate'],
  ])('%j is no string of C’s', (text, what) => {
    expect(failure((w) => w.string(text, 200, 's'))).toMatchObject({
      name: 'TypeError',
      code: 'ERR_INVALID_ARG_VALUE',
      message: expect.stringMatching(new RegExp(`^root\\.s must .*${what}`)),
    });
  });

  it('are not shown in an error: they may be secret', () => {
    expect(failure((w) => w.opaque('secret' as never, 9, 'value')).message).toBe(
      'root.value must be a Uint8Array; got a string of 6 characters',
    );
  });

  it('may be absent, and then are null', () => {
    expect(hex((w) => w.optionalString(null, 9, 's'))).toBe('00000000');
    expect(hex((w) => w.optionalString('', 9, 's'))).toBe('0000000100000000');
    expect(failure((w) => w.optionalString(undefined as never, 9, 's'))).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: 'root.s must be a value or null; got undefined',
    });
  });
});

describe('bytes', () => {
  it('are padded', () => {
    expect(hex((w) => w.opaque(Uint8Array.of(1, 2, 3, 4, 5), 9, 'o'))).toBe('000000050102030405000000');
    expect(hex((w) => w.fixedOpaque(Uint8Array.of(1, 2, 3, 4, 5), 5, 'o'))).toBe('0102030405000000');
    expect(hex((w) => w.opaque(new Uint8Array(0), 9, 'o'))).toBe('00000000');
  });

  it('as characters are ints, with C’s sign', () => {
    expect(hex((w) => w.chars(Uint8Array.of(0x61, 0xc3), 9, 'c'))).toBe('0000000200000061ffffffc3');
    expect(hex((w) => w.fixedChars(Uint8Array.of(0x80), 1, 'c'))).toBe('ffffff80');
  });

  it('are bounded', () => {
    const five = new Uint8Array(5);
    expect(failure((w) => w.opaque(five, 4, 'o')).message).toBe('root.o must be at most 4 bytes; got 5');
    expect(failure((w) => w.chars(five, 4, 'o')).message).toBe('root.o must be at most 4 characters; got 5');
    expect(failure((w) => w.fixedOpaque(five, 4, 'o')).message).toBe('root.o must be 4 bytes long; got 5');
    expect(failure((w) => w.fixedChars(five, 6, 'o')).message).toBe('root.o must be 6 bytes long; got 5');
    for (const value of [[1], 'ab', null, new ArrayBuffer(4), new Uint16Array(2)]) {
      expect(failure((w) => w.opaque(value as never, 9, 'o'))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    }
  });
});

describe('arrays and objects', () => {
  it('are bounded', () => {
    expect(hex((w) => w.count([1, 2], 2, 'a'))).toBe('00000002');
    expect(hex((w) => w.fixedCount([1, 2], 2, 'a'))).toBe('');
    expect(failure((w) => w.count([1, 2], 1, 'a')).message).toBe('root.a must be at most 1 elements; got 2');
    expect(failure((w) => w.fixedCount([1], 2, 'a')).message).toBe('root.a must be 2 elements long; got 1');
    expect(failure((w) => w.count({ length: 1 } as never, 1, 'a'))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
    expect(failure((w) => w.fixedCount('ab' as never, 2, 'a'))).toMatchObject({ code: 'ERR_INVALID_ARG_TYPE' });
  });

  it.each([null, undefined, 'text', 5, () => 0])('%s is no object', (value) => {
    expect(failure((w) => w.enter('dom').object(value))).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: expect.stringMatching(/^root\.dom must be an object; got /),
    });
  });
});

describe('a writer', () => {
  it('carries the path to where an error happened', () => {
    const w = new XdrWriter('root');
    w.enter('dom').enterList('params');
    w.index(3);
    w.enter('').enter('value');
    expect(() => w.int(1.5, 'x')).toThrow(/^root\.dom\.params\[3\]\.value\.x must be/);
    w.leave();
    w.leave();
    w.leaveList();
    expect(() => w.noArm(9, '1, 2', 'type')).toThrow('root.dom.type must be one of 1, 2; got 9');
    w.begin('next');
    expect(() => w.int(1.5, 'x')).toThrow(/^next\.x must be/);
  });

  it('grows, and keeps what it has', () => {
    const w = new XdrWriter('root', 1);
    for (let i = 0; i < 1000; i++) w.uint(i, 'i');
    w.string('é'.repeat(3000), 9000, 's');
    const bytes = w.written();
    expect(bytes.length).toBe(4000 + 4 + 6000);
    for (let i = 0; i < 1000; i++) expect(bytes.readUInt32BE(4 * i)).toBe(i);
    expect(bytes.toString('utf8', 4004)).toBe('é'.repeat(3000));
  });

  it('patches, truncates, appends and removes', () => {
    const w = new XdrWriter('root', 4);
    w.uint(1, 'a');
    w.uint(2, 'b');
    w.append(Uint8Array.of(0, 0, 0, 3));
    w.uint(4, 'd');
    w.patch(4, 9);
    expect(w.written().toString('hex')).toBe('00000001000000090000000300000004');
    w.remove(4, 8);
    expect(w.written(4).toString('hex')).toBe('0000000300000004');
    w.truncate(4);
    expect(w.size).toBe(4);
    expect(w.written().toString('hex')).toBe('00000001');
  });
});
