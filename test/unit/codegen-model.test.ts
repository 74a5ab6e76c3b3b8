import { describe, expect, it } from 'vitest';
import { applyFacts } from '../../codegen/model/apply-facts.mjs';
import { describe as describeProgram } from '../../codegen/model/describe.mjs';
import { IncompatibleChange, merge } from '../../codegen/model/merge.mjs';
import { type Program, print } from '../../codegen/model/model.mjs';
import type { ProgramSource } from '../../codegen/model/programs.mjs';
import { TypeTable } from '../../codegen/model/wire-form.mjs';

const SOURCE: ProgramSource = {
  name: 'toy',
  path: 'toy.x',
  program: 'TOY_PROGRAM',
  version: 'TOY_VERSION',
  procedures: 'toy_procedure',
  uses: [],
};

function toy(source: string, since = '1.0.0', headers: [string, number][] = [], used: Program[] = []): Program {
  return describeProgram(source, SOURCE, since, new Map(headers), used);
}

const WHOLE = `
  const TOY_PROGRAM = 0x42;
  const TOY_VERSION = 1;
  const TOY_MAX = 16;
  typedef opaque toy_id[LENGTH];
  typedef string toy_name<TOY_MAX>;
  struct toy_thing { toy_name name; toy_id id; };
  struct toy_list_args { unsigned flags; };
  struct toy_list_ret { toy_thing things<TOY_MAX>; };
  struct toy_made_msg { toy_thing thing; };
  enum toy_procedure {
    /** @priority: high */
    TOY_PROC_LIST = 1,
    TOY_PROC_MADE = 2,
    /** @writestream: 1 */
    TOY_PROC_CLOSE = 3
  };
`;

describe('a description', () => {
  const program = toy(WHOLE, '1.0.0', [['LENGTH', 5]]);

  it('has its number, its version and its constants', () => {
    expect(program).toMatchObject({ name: 'toy', number: 0x42, version: 1 });
    expect(program.constants).toEqual([{ name: 'TOY_MAX', value: 16, since: '1.0.0' }]);
  });

  it('has limits as numbers, with the names that they are given', () => {
    expect(program.types).toContainEqual({
      kind: 'typedef',
      name: 'toy_id',
      since: '1.0.0',
      type: { kind: 'fixed-opaque', length: { value: 5, name: 'LENGTH' } },
    });
    expect(toy('typedef string all<>;').types).toMatchObject([{ type: { max: { value: 4294967295, name: null } } }]);
  });

  it('has procedures with the payloads that are named for them', () => {
    expect(program.procedures).toMatchObject([
      {
        name: 'LIST',
        number: 1,
        event: false,
        args: 'toy_list_args',
        ret: 'toy_list_ret',
        msg: null,
        priority: 'high',
      },
      { name: 'MADE', number: 2, event: true, args: null, ret: null, msg: 'toy_made_msg', priority: 'low' },
      { name: 'CLOSE', number: 3, event: false, args: null, ret: null, msg: null, stream: { direction: 'write' } },
    ]);
  });

  it.each([
    ['struct a { nowhere b; };', "toy.x:1: unknown type 'nowhere'"],
    ['typedef string a<NOWHERE>;', "toy.x:1: unknown constant 'NOWHERE'"],
    ['const A = 1;\nconst A = 1;', 'toy.x:2: A is declared twice'],
    ['struct a { int b; };\nstruct a { int b; };', 'toy.x:2: a is declared twice'],
    ['struct a { float b; };', "toy.x:1: unknown type 'float'"],
    ['struct a { a *next; };', "toy.x:1: unknown type 'a'"],
    ['enum toy_procedure { OTHER_PROC_A = 1 };', 'toy.x:1: the procedure OTHER_PROC_A does not begin with TOY_PROC_'],
    ['union u switch (int t) { case 1: int i; default: void; };', 'toy.x:1: union u has a default arm'],
  ])('is refused: %j', (source, message) => {
    expect(() => toy(source)).toThrow(message);
  });

  it('may name the types of a program that it uses, and not declare them again', () => {
    expect(toy('struct b { toy_thing t; };', '1.0.0', [], [program]).types).toHaveLength(1);
    expect(() => toy('struct toy_thing { int t; };', '1.0.0', [], [program])).toThrow('toy_thing is declared twice');
  });
});

describe('two versions', () => {
  const older = [toy('const TOY_PROGRAM = 1; const M = 4; struct a { int b<M>; };')];

  it('are one, in which everything says since when it is', () => {
    const source = 'const TOY_PROGRAM = 1; const M = 4; struct a { int b<M>; }; const N = 1; struct c { int d; };';
    const { programs, notes } = merge(older, [toy(source, '2.0.0')]);
    expect(notes).toEqual([]);
    expect(programs[0]?.constants.map(({ name, since }) => [name, since])).toEqual([
      ['M', '1.0.0'],
      ['N', '2.0.0'],
    ]);
    expect(programs[0]?.types.map(({ name, since }) => [name, since])).toEqual([
      ['a', '1.0.0'],
      ['c', '2.0.0'],
    ]);
  });

  it('may differ in a limit, which is noted', () => {
    const { programs, notes } = merge(older, [
      toy('const TOY_PROGRAM = 1; const M = 8; struct a { int b<M>; };', '2.0.0'),
    ]);
    expect(notes).toEqual(['M: 4 became 8', 'a: {b:int<4>} became {b:int<8>}']);
    expect(programs[0]?.constants).toEqual([{ name: 'M', value: 8, since: '1.0.0' }]);
  });

  it.each([
    ['another field', 'const TOY_PROGRAM = 1; const M = 4; struct a { int b<M>; int c; };', 'a: {b:int<4>} became'],
    ['another name', 'const TOY_PROGRAM = 1; const M = 4; struct a { int c<M>; };', 'a: {b:int<4>} became {c:int<4>}'],
    ['another type', 'const TOY_PROGRAM = 1; const M = 4; struct a { hyper b<M>; };', 'became {b:hyper<4>}'],
    ['a lost type', 'const TOY_PROGRAM = 1; const M = 4;', 'a is gone'],
    ['a lost constant', 'const TOY_PROGRAM = 1; struct a { int b<4>; };', 'M is gone'],
    ['another number', 'const TOY_PROGRAM = 2; const M = 4; struct a { int b<M>; };', 'toy: number 1 became 2'],
  ])('that contradict each other are refused: %s', (_, source, change) => {
    expect(() => merge(older, [toy(source, '2.0.0')])).toThrow(IncompatibleChange);
    expect(() => merge(older, [toy(source, '2.0.0')])).toThrow(change);
  });

  it('that number a procedure differently are refused', () => {
    const numbered = (number: number) => [toy(`enum toy_procedure { TOY_PROC_A = ${number} };`)];
    expect(() => merge(numbered(1), numbered(2))).toThrow('A: number 1 became 2');
  });

  it('of which the newer lacks a program are refused', () => {
    expect(() => merge(older, [])).toThrow('toy: the program is gone');
  });
});

describe('facts by hand', () => {
  it('that are about nothing are errors', () => {
    expect(() => applyFacts([toy('struct a { int b; };')])).toThrow('a fact is about the program remote');
  });
});

describe('what types are on the wire', () => {
  const table = new TypeTable([
    toy(`
      typedef opaque id[5]; typedef string name<9>;
      struct all { id a; name b; int c<4>; hyper d[2]; double e; id *f; };
      enum e { A = 1, B = 2 };
      union u switch (int type) { case 1: hyper h; case 2: void; case 3: int i; };
      struct nothing { id none[0]; };
    `),
  ]);

  it('is at least so long', () => {
    expect(table.minimalSize('id')).toBe(8);
    expect(table.minimalSize('all')).toBe(8 + 4 + 4 + 16 + 8 + 4);
    expect(table.minimalSize('e')).toBe(4);
    expect(table.minimalSize('u')).toBe(4);
    expect(table.minimalSize('nothing')).toBe(0);
    expect(() => table.minimalSize('nowhere')).toThrow('no type is called nowhere');
  });

  it('is written out, with limits and without', () => {
    expect(table.form('all', true)).toBe('{a:opaque[5],b:string<9>,c:int<4>,d:hyper[2],e:double,f:opaque[5]*}');
    expect(table.form('all', false)).toBe('{a:opaque[5],b:string<>,c:int<>,d:hyper[2],e:double,f:opaque[5]*}');
    expect(table.form('u', true)).toBe('type(1:hyper,2:void,3:int)');
    expect(table.form('e', true)).toBe('enum(1,2)');
  });

  it('has no array of which nothing bounds the length', () => {
    const max = { value: 9, name: null };
    expect(() => table.checkElements({ kind: 'array', of: 'nothing', max })).toThrow('take no bytes');
    expect(() => table.checkElements({ kind: 'array', of: 'u', max })).not.toThrow();
  });
});

describe('the printed model', () => {
  it('is JSON, a line for each value that fits in one', () => {
    const value = { a: [1, { b: 'x'.repeat(50) }, { c: 'y'.repeat(50) }], d: null };
    expect(JSON.parse(print(value))).toEqual(value);
    expect(print(value).split('\n')).toHaveLength(9);
    expect(print({ a: 1 })).toBe('{"a":1}\n');
  });
});
