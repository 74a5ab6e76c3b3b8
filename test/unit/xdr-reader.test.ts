import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.js';
import { XdrReader } from '../../src/protocol/xdr/reader.js';

function reader(hex: string): XdrReader {
  return new XdrReader(Buffer.from(hex.replaceAll(' ', ''), 'hex'), 'root');
}

function failure(work: () => unknown): ProtocolError {
  try {
    work();
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('numbers', () => {
  it.each([
    ['00000000', 0],
    ['7fffffff', 2147483647],
    ['80000000', -2147483648],
    ['ffffffff', -1],
  ])('int %s', (hex, value) => {
    expect(reader(hex).int('i')).toBe(value);
  });

  it.each([
    ['00000000', 0],
    ['80000000', 2147483648],
    ['ffffffff', 4294967295],
  ])('unsigned int %s', (hex, value) => {
    expect(reader(hex).uint('i')).toBe(value);
  });

  it.each([
    ['0000000000000000', 0n],
    ['00000000ffffffff', 4294967295n],
    ['0000000100000000', 4294967296n],
    ['7fffffffffffffff', 9223372036854775807n],
    ['8000000000000000', -9223372036854775808n],
    ['ffffffffffffffff', -1n],
  ])('hyper %s', (hex, value) => {
    expect(reader(hex).hyper('i')).toBe(value);
  });

  it.each([
    ['0000000000000000', 0n],
    ['8000000000000000', 9223372036854775808n],
    ['ffffffffffffffff', 18446744073709551615n],
    ['0123456789abcdef', 0x0123456789abcdefn],
  ])('unsigned hyper %s', (hex, value) => {
    expect(reader(hex).uhyper('i')).toBe(value);
  });

  it.each([
    ['3ff0000000000000', 1],
    ['8000000000000000', -0],
    ['0000000000000001', 5e-324],
    ['7fefffffffffffff', Number.MAX_VALUE],
    ['fff0000000000000', Number.NEGATIVE_INFINITY],
    ['7ff8000000000000', Number.NaN],
  ])('double %s', (hex, value) => {
    expect(reader(hex).double('d')).toBe(value);
  });

  it('keep of a char the lowest byte, with its sign, as C does', () => {
    expect(reader('0000007f').char('c')).toBe(127);
    expect(reader('ffffff80').char('c')).toBe(-128);
    expect(reader('000000c3').char('c')).toBe(-61);
    expect(reader('000000c3').uchar('c')).toBe(0xc3);
    expect(reader('ffffffc3').uchar('c')).toBe(0xc3);
    expect(reader('ffff8000').short('s')).toBe(-32768);
    expect(reader('ffff8000').ushort('s')).toBe(32768);
  });
});

describe('booleans and enums', () => {
  it('are what RFC 4506 allows', () => {
    expect(reader('00000000').bool('b')).toBe(false);
    expect(reader('00000001').bool('b')).toBe(true);
    expect(reader('00000005').oneOf([1, 5], 'e')).toBe(5);
  });

  it.each(['00000002', 'ffffffff', '80000000', '01000000'])('%s is no boolean', (hex) => {
    const error = failure(() => reader(hex).bool('b'));
    expect(error.path).toBe('root.b');
    expect(error.message).toBe(`root.b: a boolean must be 0 or 1, not ${Number.parseInt(hex, 16)}`);
  });

  it('names the values that an enum has', () => {
    expect(failure(() => reader('00000002').oneOf([1, 5], 'e')).message).toBe('root.e: 2 is none of 1, 5');
    expect(failure(() => reader('ffffffff').oneOf([1, 5], 'e')).message).toBe('root.e: -1 is none of 1, 5');
  });
});

describe('strings', () => {
  const string = (bytes: Uint8Array) => {
    const padded = Buffer.alloc(4 + Math.ceil(bytes.length / 4) * 4);
    padded.writeUInt32BE(bytes.length);
    padded.set(bytes, 4);
    return new XdrReader(padded, 'root');
  };

  it.each(Array.from({ length: 80 }, (_, length) => length))('of %i bytes', (length) => {
    const text = 'ab0 -_/.'.repeat(10).slice(0, length);
    expect(string(Buffer.from(text)).string(80, 's')).toBe(text);
    expect(string(Buffer.from(text)).name(80, 's')).toBe(text);
  });

  it.each(['é', 'ü€😀', '\ufeffa', '日本語のドメイン', `${'x'.repeat(31)}é`])('are UTF-8: %s', (text) => {
    const r = string(Buffer.from(text));
    expect(r.string(100, 's')).toBe(text);
    expect(r.remaining).toBe(0);
    expect(string(Buffer.from(text)).name(100, 's')).toBe(text);
  });

  it('have U+FFFD for what is not UTF-8', () => {
    for (const method of ['string', 'name'] as const) {
      expect(string(Uint8Array.of(0x61, 0xff, 0x62))[method](9, 's')).toBe('a\ufffdb');
      expect(string(Uint8Array.of(0xc3))[method](9, 's')).toBe('\ufffd');
      // An encoded surrogate is three wrong bytes.
      expect(string(Uint8Array.of(0xed, 0xa0, 0x80))[method](9, 's')).toBe('\ufffd\ufffd\ufffd');
      expect(string(Buffer.from('long enough not to be short \xff', 'latin1'))[method](99, 's')).toMatch(/ \ufffd$/);
    }
  });

  it('keep a NUL, where C would end', () => {
    expect(string(Uint8Array.of(0x61, 0, 0x62)).string(9, 's')).toBe('a\0b');
    expect(string(Uint8Array.of(0, 0, 0)).name(9, 's')).toBe('\0\0\0');
  });

  it('may be absent', () => {
    expect(reader('00000000').optionalString(9, 's')).toBeNull();
    expect(reader('00000001 00000000').optionalString(9, 's')).toBe('');
    expect(reader('00000001 00000002 61620000').optionalString(9, 's')).toBe('ab');
    expect(failure(() => reader('00000002').optionalString(9, 's')).path).toBe('root.s');
  });

  it.each([
    ['00000001 61000001', 'the padding is not zero'],
    ['00000001 61800000', 'the padding is not zero'],
    ['00000001 6100', 'needs 4 bytes, and 2 are left'],
    ['00000005 61616161', 'needs 8 bytes, and 4 are left'],
    ['0000000a', '10 bytes exceed the limit of 9'],
    ['ffffffff', '4294967295 bytes exceed the limit of 9'],
    ['80000000', '2147483648 bytes exceed the limit of 9'],
    ['000000', 'needs 4 bytes, and 3 are left'],
  ])('are refused: %s', (hex, reason) => {
    for (const method of ['string', 'name', 'opaque'] as const) {
      const error = failure(() => reader(hex)[method](9, 's'));
      expect(error.message).toBe(`root.s: ${reason}`);
      expect(error.path).toBe('root.s');
      expect(error.code).toBe('ERR_LIBVIRT_PROTOCOL');
    }
  });

  it('are remembered without being confused', () => {
    // Far more than there are places to remember them in, twice.
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 5000; i++) expect(string(Buffer.from(`net.${i}.rx`)).name(99, 's')).toBe(`net.${i}.rx`);
    }
  });
});

describe('opaque data', () => {
  it('is a copy', () => {
    for (const length of [3, 16, 64, 65, 200]) {
      const bytes = Buffer.alloc(4 + 200, 7);
      bytes.writeUInt32BE(length);
      bytes.fill(0, 4 + length);
      const value = new XdrReader(bytes, 'root').opaque(200, 'o');
      bytes.fill(9);
      expect(value).toEqual(new Uint8Array(length).fill(7));
      expect(value.buffer.byteLength).toBe(length);
    }
  });

  it('of a fixed length has no count', () => {
    const r = reader('0102030405000000');
    expect(r.fixedOpaque(5, 'o')).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
    expect(r.remaining).toBe(0);
    expect(failure(() => reader('0102030405000100').fixedOpaque(5, 'o')).message).toBe(
      'root.o: the padding is not zero',
    );
    expect(failure(() => reader('01020304').fixedOpaque(5, 'o')).message).toBe('root.o: needs 8 bytes, and 4 are left');
  });
});

describe('arrays of characters', () => {
  it('are bytes, whichever sign they travelled with', () => {
    expect(reader('00000003 00000061 ffffffc3 000000c3').chars(3, 'c')).toEqual(Uint8Array.of(0x61, 0xc3, 0xc3));
    expect(reader('ffffff80 0000007f').fixedChars(2, 'c')).toEqual(Uint8Array.of(0x80, 0x7f));
  });

  it('are bounded', () => {
    expect(failure(() => reader('00000004').chars(3, 'c')).message).toContain('4 elements exceed the limit of 3');
    expect(failure(() => reader('00000003 00000061').chars(3, 'c')).message).toContain(
      '3 elements of at least 4 bytes do not fit in the 4 that are left',
    );
    expect(failure(() => reader('00000061').fixedChars(2, 'c')).message).toBe('root.c: needs 8 bytes, and 4 are left');
  });
});

describe('the count of an array', () => {
  it('is bounded by the limit and by what is there', () => {
    expect(reader('00000002 0000000000000000').count(2, 4, 'a')).toBe(2);
    expect(failure(() => reader('00000003 000000000000000000000000').count(2, 4, 'a')).message).toBe(
      'root.a: 3 elements exceed the limit of 2',
    );
    expect(failure(() => reader('ffffffff').count(2, 4, 'a')).message).toBe(
      'root.a: 4294967295 elements exceed the limit of 2',
    );
    expect(failure(() => reader('00000003 0000000000000000').count(9, 4, 'a')).message).toBe(
      'root.a: 3 elements of at least 4 bytes do not fit in the 8 that are left',
    );
  });

  it('cannot overflow', () => {
    expect(failure(() => reader('ffffffff 00000000').count(0xffffffff, 0x10000, 'a')).path).toBe('root.a');
  });
});

describe('an error', () => {
  it('carries the path to where it happened', () => {
    const r = reader('00000001 00000001');
    r.enter('dom').enterList('params');
    r.index(3);
    r.enter('').enter('value');
    expect(failure(() => r.hyper('l') && r.int('x')).path).toBe('root.dom.params[3].value.x');
    expect(failure(() => r.fail('', 'because')).message).toBe('root.dom.params[3].value: because');
    r.leave(r.leave(0));
    r.leaveList();
    expect(failure(() => r.noArm(9, '1, 2', 'type')).message).toBe(
      'root.dom.type: 9 selects no arm of the union: its arms are 1, 2',
    );
  });

  it('is thrown for bytes that are left, and not for none', () => {
    const r = reader('00000001 00000002');
    r.int('a');
    expect(failure(() => r.finish()).message).toBe('root: 4 bytes are left after the value');
    r.int('b');
    r.finish();
  });

  it('is thrown at the end that was given, not at the end of the buffer', () => {
    const r = new XdrReader(Buffer.alloc(100), 'root', 92, 96);
    expect(r.int('a')).toBe(0);
    for (const method of ['int', 'uint', 'bool', 'hyper', 'uhyper', 'double'] as const) {
      expect(failure(() => r[method]('b')).path).toBe('root.b');
    }
    expect(failure(() => r.string(9, 'b')).message).toBe('root.b: needs 4 bytes, and 0 are left');
  });

  it('reads a Uint8Array within a larger buffer', () => {
    const whole = Uint8Array.of(9, 9, 0, 0, 0, 5, 9, 9);
    expect(new XdrReader(whole.subarray(2, 6), 'root').int('a')).toBe(5);
  });
});
