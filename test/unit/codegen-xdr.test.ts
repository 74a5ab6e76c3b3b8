import { describe, expect, it } from 'vitest';
import { readAnnotations } from '../../codegen/xdr/annotations.mjs';
import { tokenize, XdrSyntaxError } from '../../codegen/xdr/lexer.mjs';
import { parse } from '../../codegen/xdr/parser.mjs';

const kinds = (source: string) => tokenize(source, 'a.x').map(({ kind, text }) => `${kind} ${text}`.trim());

/** A source's definitions, without the lines where they are. */
function parsed(source: string): unknown[] {
  return JSON.parse(JSON.stringify(parse(source, 'a.x'), (key, value) => (key === 'line' ? undefined : value)));
}

function failure(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof XdrSyntaxError) return error.message;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the lexer', () => {
  it('finds names, numbers and punctuation', () => {
    expect(kinds('const A_1=0x1F;\n  b<-12>*')).toEqual([
      'name const',
      'name A_1',
      'punctuation =',
      'number 0x1F',
      'punctuation ;',
      'name b',
      'punctuation <',
      'punctuation -',
      'number 12',
      'punctuation >',
      'punctuation *',
      'end',
    ]);
  });

  it('passes over lines for the C compiler, and only over lines that begin so', () => {
    expect(kinds('%#include "a.h"\na\n%b c\nd')).toEqual(['name a', 'name d', 'end']);
    expect(failure(() => tokenize('a %b', 'a.x'))).toBe("a.x:1: unexpected character '%'");
  });

  it('keeps comments for the token that they stand before', () => {
    const tokens = tokenize('/* one */\n/** two\n * @x: y */ a /* three */ b', 'a.x');
    expect(tokens.map(({ text, line, comments }) => ({ text, line, comments }))).toEqual([
      {
        text: 'a',
        line: 3,
        comments: [
          { text: ' one ', line: 1 },
          { text: '* two\n * @x: y ', line: 2 },
        ],
      },
      { text: 'b', line: 3, comments: [{ text: ' three ', line: 3 }] },
      { text: '', line: 3, comments: [] },
    ]);
  });

  it.each([
    ['a\n/* b', 'a.x:2: the comment has no end'],
    ['a\n\n#', "a.x:3: unexpected character '#'"],
    ['12ab', "a.x:1: '12ab' is neither a number nor a name"],
    ['a "b"', "a.x:1: unexpected character '\"'"],
  ])('refuses %j', (source, message) => {
    expect(failure(() => tokenize(source, 'a.x'))).toBe(message);
  });
});

describe('the parser', () => {
  it('reads constants: decimal, hexadecimal, octal, negative, by name', () => {
    expect(parsed('const A = 10; const B = 0x10; const C = 010; const D = -1; const E = A;')).toEqual([
      { kind: 'const', name: 'A', value: 10 },
      { kind: 'const', name: 'B', value: 16 },
      { kind: 'const', name: 'C', value: 8 },
      { kind: 'const', name: 'D', value: -1 },
      { kind: 'const', name: 'E', value: 'A' },
    ]);
  });

  it('reads every kind of declaration', () => {
    const [struct] = parsed(`struct all {
      int a; unsigned int b; unsigned c; hyper d; unsigned hyper e; double f; bool g;
      char h; unsigned char i; short j; unsigned short k;
      string l<>; string m<LIMIT>; opaque n<8>; opaque o[16]; other p<3>; other q[LIMIT]; other *r; struct other s;
    };`) as { fields: { name: string; type: unknown }[] }[];
    expect(Object.fromEntries((struct?.fields ?? []).map(({ name, type }) => [name, type]))).toEqual({
      a: 'int',
      b: 'uint',
      c: 'uint',
      d: 'hyper',
      e: 'uhyper',
      f: 'double',
      g: 'bool',
      h: 'char',
      i: 'uchar',
      j: 'short',
      k: 'ushort',
      l: { kind: 'string', max: null },
      m: { kind: 'string', max: 'LIMIT' },
      n: { kind: 'opaque', max: 8 },
      o: { kind: 'fixed-opaque', length: 16 },
      p: { kind: 'array', of: 'other', max: 3 },
      q: { kind: 'fixed-array', of: 'other', length: 'LIMIT' },
      r: { kind: 'optional', of: 'other' },
      s: 'other',
    });
  });

  it('reads typedefs and enums', () => {
    expect(parsed('typedef opaque id[4]; enum e { A = 1, B = A };')).toEqual([
      { kind: 'typedef', name: 'id', type: { kind: 'fixed-opaque', length: 4 } },
      {
        kind: 'enum',
        name: 'e',
        members: [
          { name: 'A', value: 1, comments: [] },
          { name: 'B', value: 'A', comments: [] },
        ],
      },
    ]);
    expect(parsed('enum e { A = 1, };')).toHaveLength(1);
  });

  it('reads unions: several cases, void, default', () => {
    expect(parsed('union u switch (int type) { case A: case 2: int i; case 3: void; default: void; };')).toEqual([
      {
        kind: 'union',
        name: 'u',
        discriminant: { name: 'type', type: 'int' },
        arms: [
          { cases: ['A', 2], declaration: { name: 'i', type: 'int' } },
          { cases: [3], declaration: null },
        ],
        otherwise: null,
      },
    ]);
  });

  it.each([
    ['struct a { int b; int b; };', "a.x:1: struct a has two fields 'b'"],
    ['struct a {\n int b\n};', "a.x:3: expected ';', found '}'"],
    ['struct a { void b; };', 'a.x:1: a field cannot be of type void'],
    ['struct a { quadruple b; };', 'a.x:1: a field cannot be of type quadruple'],
    ['const A = ;', "a.x:1: expected a number or the name of a constant, found ';'"],
    ['const A = -B;', "a.x:1: expected a number or the name of a constant, found 'B'"],
    ['typedef string s;', "a.x:1: expected '<', found ';'"],
    ['program p { } = 1;', "a.x:1: expected const, typedef, struct, enum or union, found 'program'"],
    ['enum e { A = 1', "a.x:1: expected '}', found the end of the file"],
    ['const 5 = 5;', "a.x:1: expected a name, found '5'"],
  ])('refuses %j', (source, message) => {
    expect(failure(() => parse(source, 'a.x'))).toBe(message);
  });
});

describe('annotations', () => {
  const error = (line: number, reason: string) => new XdrSyntaxError('a.x', line, reason);
  const read = (...texts: string[]) =>
    readAnnotations(
      texts.map((text, index) => ({ text, line: index + 1 })),
      error,
    );

  it('are read from the last comment', () => {
    expect(read('*\n * @generate: none\n', '*\n * @generate: both\n * @priority: high\n')).toMatchObject({
      generate: 'both',
      priority: 'high',
    });
    expect(read('*\n * @acl: a:b\n * @acl: c:d:E=3\n * @aclfilter: e:f\n')).toMatchObject({
      acl: ['a:b', 'c:d:E=3'],
      aclFilter: ['e:f'],
    });
    expect(read('*\n * @readstream: 1\n * @sparseflag: SPARSE\n')).toMatchObject({
      stream: { direction: 'read', parameter: 1 },
      sparseFlag: 'SPARSE',
    });
    expect(read('*\n * @writestream: 2\n')).toMatchObject({ stream: { direction: 'write', parameter: 2 } });
  });

  it('have defaults', () => {
    const nothing = { generate: null, priority: 'low', stream: null, sparseFlag: null, acl: [], aclFilter: [] };
    expect(read()).toEqual(nothing);
    expect(read(' no annotation: only a word and a colon ')).toEqual(nothing);
  });

  it('that are not known are errors, not passed over', () => {
    expect(failure(() => read('*\n * @colour: red\n'))).toBe('a.x:1: unknown annotation @colour');
    expect(failure(() => read('*\n * @priority: medium\n'))).toBe("a.x:1: @priority is 'medium', not high or low");
  });
});
