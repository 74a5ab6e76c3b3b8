import { describe, expect, it } from 'vitest';
import { type Codec, xdrVoid } from '../../src/protocol/xdr/codec.js';
import type { XdrReader } from '../../src/protocol/xdr/reader.js';
import { typeTable } from '../../src/protocol/xdr/type-table.js';
import type { XdrWriter } from '../../src/protocol/xdr/writer.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

const readPoint = (r: XdrReader): Point => ({ x: r.int('x'), y: r.int('y') });
const writePoint = (w: XdrWriter, v: Point): void => {
  w.object(v);
  w.int(v.x, 'x');
  w.int(v.y, 'y');
};

interface Base {
  readonly point: Codec<Point>;
}
const base = typeTable<Base>({ point: [readPoint, writePoint, 8] });

type Value = Readonly<Record<string, unknown>>;
interface Types {
  readonly numbers: Codec<Value>;
  readonly sequences: Codec<Value>;
  readonly nested: Codec<Value>;
  readonly unknown: Codec<Value>;
}
const types = typeTable<Types>(
  {
    nested: 'first:point rest:point<3> pair:point[2] none:point* some:point* sequences:sequences',
    sequences: 'text:string<8> bytes:opaque<8> four:opaque[4] signed:char<4> unsigned:uchar[2] words:ushort<2>',
    numbers: 'a:int b:uint c:hyper d:uhyper e:double f:bool g:char h:uchar i:short j:ushort',
    unknown: 'a:int b:nowhere<3>',
  },
  base,
);

const SEQUENCES = {
  text: 'é',
  bytes: Uint8Array.of(1),
  four: Uint8Array.of(1, 2, 3, 4),
  signed: Uint8Array.of(0xc3),
  unsigned: Uint8Array.of(1, 0xff),
  words: [65535],
};
const SEQUENCES_XDR =
  '00000002c3a90000' + '0000000101000000' + '01020304' + '00000001ffffffc3' + '00000001ffffffff' + '000000010000ffff';

describe('a table of types', () => {
  it('has every basic type', () => {
    const value = { a: -1, b: 2, c: -3n, d: 4n, e: 0.5, f: true, g: -7, h: 8, i: -9, j: 10 };
    const hex =
      'ffffffff' +
      '00000002' +
      'fffffffffffffffd' +
      '0000000000000004' +
      '3fe0000000000000' +
      '00000001' +
      'fffffff9' +
      '00000008' +
      'fffffff7' +
      '0000000a';
    expect(Buffer.from(types.numbers.encode(value)).toString('hex')).toBe(hex);
    expect(types.numbers.decode(Buffer.from(hex, 'hex'))).toEqual(value);
  });

  it('has strings, opaque data and arrays', () => {
    expect(Buffer.from(types.sequences.encode(SEQUENCES)).toString('hex')).toBe(SEQUENCES_XDR);
    expect(types.sequences.decode(Buffer.from(SEQUENCES_XDR, 'hex'))).toEqual(SEQUENCES);
  });

  it('has types that name each other, in any order, and those of another table', () => {
    const point = { x: 1, y: 2 };
    const value = { first: point, rest: [point], pair: [point, point], none: null, some: point, sequences: SEQUENCES };
    const xy = '0000000100000002';
    const hex = `${xy}00000001${xy}${xy}${xy}0000000000000001${xy}${SEQUENCES_XDR}`;
    expect(Buffer.from(types.nested.encode(value)).toString('hex')).toBe(hex);
    expect(types.nested.decode(Buffer.from(hex, 'hex'))).toEqual(value);
  });

  it('says where in a value something is wrong', () => {
    const point = { x: 1, y: 2 };
    const value = { first: point, rest: [], pair: [point, point], none: null, some: null, sequences: SEQUENCES };
    const wrong = (part: Value) => () => types.nested.encode({ ...value, ...part });
    expect(wrong({ first: { x: 1 } })).toThrow('nested.first.y must be a number; got undefined');
    expect(wrong({ rest: [point, 5] })).toThrow('nested.rest[1] must be an object; got 5');
    expect(wrong({ pair: [point, { x: 1, y: 0.5 }] })).toThrow('nested.pair[1].y must be an integer');
    expect(wrong({ some: { x: 1 } })).toThrow('nested.some.y must be a number');
    expect(wrong({ none: undefined })).toThrow('nested.none must be a value or null; got undefined');
    expect(wrong({ sequences: { ...SEQUENCES, words: [1, 70000] } })).toThrow('nested.sequences.words[1] must be');
    expect(() => types.nested.encode(null as never)).toThrow('nested must be an object; got null');
  });

  it('says where in bytes something is wrong', () => {
    interface Around {
      readonly inner: Codec<Value>;
      readonly outer: Codec<Value>;
    }
    const around = typeTable<Around>({ outer: 'before:inner list:inner<3> after:int', inner: 'number:int' });
    const words = ['00000001', '00000002', '00000003', '00000004', '00000005'];
    const whole = { before: { number: 1 }, list: [{ number: 3 }, { number: 4 }], after: 5 };
    expect(around.outer.decode(Buffer.from(words.join(''), 'hex'))).toEqual(whole);
    // The count of elements is held against what is left before the first of them is read.
    for (const [length, path] of ['before.number', 'list', 'list', 'list', 'after'].entries()) {
      expect(() => around.outer.decode(Buffer.from(words.slice(0, length).join(''), 'hex'))).toThrow(
        expect.objectContaining({ path: `outer.${path}` }),
      );
    }
    const wrong = (change: object) => () => around.outer.encode({ ...whole, ...change });
    expect(wrong({ after: null })).toThrow(/^outer\.after must/);
    expect(wrong({ list: [{ number: 1 }, { number: 0.5 }] })).toThrow(/^outer\.list\[1\]\.number must/);
    expect(wrong({ list: 5 })).toThrow(/^outer\.list must/);
  });

  it('is looked into only when a type is used, and names what is missing', () => {
    expect(() => types.unknown.encode({ a: 1, b: [] })).toThrow('unknown: no type is called nowhere');
  });

  it('gives each codec its name', () => {
    expect(Object.entries(types).map(([name, codec]) => [name, (codec as Codec<unknown>).name])).toEqual(
      ['nested', 'sequences', 'numbers', 'unknown'].map((name) => [name, name]),
    );
  });
});

describe('void', () => {
  it('is no bytes', () => {
    expect(xdrVoid.encode(undefined)).toEqual(new Uint8Array(0));
    expect(xdrVoid.decode(new Uint8Array(0))).toBeUndefined();
    expect(() => xdrVoid.decode(new Uint8Array(4))).toThrow('void: 4 bytes are left after the value');
  });
});

describe('what encode returns', () => {
  it('is the caller’s', () => {
    const first = base.point.encode({ x: 1, y: 2 });
    const before = Buffer.from(first);
    base.point.encode({ x: 9, y: 9 });
    expect(Buffer.from(first)).toEqual(before);
    expect(first.buffer.byteLength).toBe(8);
    expect(first).not.toBeInstanceOf(Buffer);
  });
});
