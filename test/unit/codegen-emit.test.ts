import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commonPrefix, emitApiConstants, emitErrorNames } from '../../codegen/emit/api-constants.mjs';
import { emitPrograms } from '../../codegen/emit/program.mjs';
import { describe as describeProgram } from '../../codegen/model/describe.mjs';
import type { Program } from '../../codegen/model/model.mjs';
import { writeOutputs } from '../../codegen/outputs.mjs';
import type { Codec } from '../../src/protocol/xdr/codec.js';

const PROTOCOL = fileURLToPath(new URL('../../src/protocol/', import.meta.url));

const SOURCE = `
  const TOY_PROGRAM = 7; const TOY_VERSION = 2; const TOY_MAX = 3;
  typedef string toy_name<TOY_MAX>;
  typedef toy_name *toy_nickname;
  typedef opaque toy_id[5];
  enum toy_colour { TOY_RED = 1, TOY_BLUE = 4 };
  struct toy_point { int x; unsigned hyper y; };
  union toy_shape switch (int type) { case 1: case 2: toy_point p; case 3: void; case 4: double d; };
  struct toy_thing {
    toy_name name; toy_nickname nick; toy_id id; toy_colour colour; toy_shape shape; toy_point *at;
    toy_point path<TOY_MAX>; toy_name names[2]; char letters<4>; unsigned char codes[2]; opaque rest<9>;
  };
  struct toy_list_args { unsigned flags; toy_nickname pattern; };
  struct toy_list_ret { toy_thing things<TOY_MAX>; toy_point *origin; };
  struct toy_made_msg { toy_thing thing; };
  enum toy_procedure {
    /** @priority: high
      * @readstream: 1 */
    TOY_PROC_LIST = 1,
    TOY_PROC_MADE = 2,
    TOY_PROC_CLOSE = 3
  };
`;

function toy(source: string): Program {
  const program = { name: 'toy', path: 'toy.x', program: 'TOY_PROGRAM', version: 'TOY_VERSION', uses: [] };
  return describeProgram(source, { ...program, procedures: 'toy_procedure' }, '1.0.0', new Map(), []);
}

const emit = (source: string) => emitPrograms({ versions: ['1.0.0'], programs: [toy(source)] });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codegen-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Puts emitted files where they find the library's modules. */
function place(files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) {
    const placed = text
      .replaceAll(/'\.\.\/\.\.\/(.*?)\.js'/g, (_, module: string) => `'${PROTOCOL}${module}.ts'`)
      .replaceAll(/'\.\/(.*?)\.js'/g, (_, module: string) => `'./toy-${module}.ts'`);
    writeFileSync(join(folder, name.replace('/', '-')), placed);
  }
}

const THING = {
  name: 'abc',
  nick: null,
  id: Uint8Array.of(1, 2, 3, 4, 5),
  colour: 4,
  shape: { type: 2, value: { x: -1, y: 2n } },
  at: { x: 3, y: 4n },
  path: [{ x: 5, y: 6n }],
  names: ['', 'é'],
  letters: Uint8Array.of(0x61, 0xff),
  codes: Uint8Array.of(1, 2),
  rest: Uint8Array.of(9),
};

const THING_XDR = [
  '00000003 61626300',
  '00000000',
  '0102030405000000',
  '00000004',
  '00000002 ffffffff 0000000000000002',
  '00000001 00000003 0000000000000004',
  '00000001 00000005 0000000000000006',
  '00000000 00000002 c3a90000',
  '00000002 00000061 ffffffff',
  '00000001 00000002',
  '00000001 09000000',
]
  .join('')
  .replaceAll(' ', '');

interface Toy {
  readonly types: Readonly<Record<string, Codec<unknown>>>;
  readonly procedures: Readonly<Record<string, object>>;
  readonly [constant: string]: unknown;
}

describe('the code of a program', () => {
  let toyModule: Toy;
  beforeAll(async () => {
    place(emit(SOURCE));
    toyModule = (await import(pathToFileURL(join(folder, 'toy-index.ts')).href)) as Toy;
  });

  it('has the constants', () => {
    const { PROGRAM, VERSION, TOY_MAX, TOY_RED, TOY_BLUE } = toyModule;
    expect({ PROGRAM, VERSION, TOY_MAX, TOY_RED, TOY_BLUE }).toEqual({
      PROGRAM: 7,
      VERSION: 2,
      TOY_MAX: 3,
      TOY_RED: 1,
      TOY_BLUE: 4,
    });
  });

  it('has the procedures', () => {
    const common = { program: 7, version: 2, since: '1.0.0' };
    expect(toyModule.procedures).toMatchObject({
      LIST: {
        ...common,
        kind: 'call',
        name: 'LIST',
        number: 1,
        args: { name: 'toy_list_args' },
        ret: { name: 'toy_list_ret' },
        stream: 'read',
        priority: 'high',
      },
      MADE: { ...common, kind: 'event', number: 2, msg: { name: 'toy_made_msg' }, args: { name: 'void' } },
      CLOSE: { ...common, kind: 'call', number: 3, args: { name: 'void' }, ret: { name: 'void' }, stream: null },
    });
  });

  it('codes every kind of type', () => {
    const { toy_thing, toy_list_ret, toy_made_msg, toy_list_args } = toyModule.types;
    expect(Buffer.from(toy_thing!.encode(THING)).toString('hex')).toBe(THING_XDR);
    expect(toy_thing!.decode(Buffer.from(THING_XDR, 'hex'))).toEqual(THING);
    const ret = { things: [THING, THING], origin: null };
    const xdr = `00000002${THING_XDR}${THING_XDR}00000000`;
    expect(Buffer.from(toy_list_ret!.encode(ret)).toString('hex')).toBe(xdr);
    expect(toy_list_ret!.decode(Buffer.from(xdr, 'hex'))).toEqual(ret);
    expect(Buffer.from(toy_made_msg!.encode({ thing: THING })).toString('hex')).toBe(THING_XDR);
    expect(toy_list_args!.decode(toy_list_args!.encode({ flags: 1, pattern: 'a' }))).toEqual({
      flags: 1,
      pattern: 'a',
    });
  });

  it('codes every arm of a union, and no other', () => {
    const { toy_shape } = toyModule.types;
    for (const [value, xdr] of [
      [{ type: 1, value: { x: 1, y: 2n } }, '00000001000000010000000000000002'],
      [{ type: 3, value: null }, '00000003'],
      [{ type: 4, value: 0.5 }, '000000043fe0000000000000'],
    ] as const) {
      expect(Buffer.from(toy_shape!.encode(value)).toString('hex')).toBe(xdr);
      expect(toy_shape!.decode(Buffer.from(xdr, 'hex'))).toEqual(value);
    }
    expect(() => toy_shape!.encode({ type: 5, value: null })).toThrow(
      'toy_shape.type must be one of 1, 2, 3, 4; got 5',
    );
    expect(() => toy_shape!.decode(Uint8Array.of(0, 0, 0, 5))).toThrow(
      'toy_shape.type: 5 selects no arm of the union: its arms are 1, 2, 3, 4',
    );
  });

  it('says where something is wrong', () => {
    const { toy_list_ret } = toyModule.types;
    const wrong = (change: object) => () =>
      toy_list_ret!.encode({ things: [THING, { ...THING, ...change }], origin: null });
    expect(wrong({ colour: 2 })).toThrow('toy_list_ret.things[1].colour must be one of 1, 4; got 2');
    expect(wrong({ names: ['', 'four'] })).toThrow('toy_list_ret.things[1].names[1] must be at most 3 bytes; got 4');
    expect(wrong({ at: { x: 1 } })).toThrow('toy_list_ret.things[1].at.y must be a bigint');
    expect(wrong({ shape: { type: 1, value: { x: 1 } } })).toThrow('toy_list_ret.things[1].shape.p.y must be a bigint');
    expect(wrong({ nick: undefined })).toThrow('toy_list_ret.things[1].nick must be a value or null');
  });

  it('is the same each time', () => {
    expect([...emit(SOURCE)]).toEqual([...emit(SOURCE)]);
  });

  it('of a model that cannot be coded is an error', () => {
    expect(() => emit('struct a { int b<3>; }; typedef a c<3>; struct d { a *e<3>; };')).toThrow();
    expect(() => emit('struct a { opaque b[0]; }; struct c { a d<9>; };')).toThrow('take no bytes');
    const payload = 'typedef int toy_list_args; enum toy_procedure { TOY_PROC_LIST = 1 };';
    expect(() => emit(payload)).toThrow('the payload toy_list_args is no struct');
  });
});

describe('the constants of the API', () => {
  const member = (name: string, value: number) => ({ name, value, since: '1.0.0' });
  const type = (name: string, ...names: string[]) => ({
    name,
    header: 'libvirt-a',
    since: '1.0.0',
    members: names.map((each, index) => member(each, index)),
  });

  it.each([
    ['VIR_DOMAIN_', type('virDomainState', 'VIR_DOMAIN_NOSTATE', 'VIR_DOMAIN_RUNNING')],
    ['VIR_DOMAIN_START_', type('virDomainCreateFlags', 'VIR_DOMAIN_START_PAUSED', 'VIR_DOMAIN_START_FORCE')],
    ['VIR_A_', type('virA', 'VIR_A_BC', 'VIR_A_BD')],
    ['VIR_ONE_', type('virOneFlags', 'VIR_ONE_MEMBER')],
    ['', type('virNone')],
  ])('lose what their names have in common, %j', (prefix, enumeration) => {
    expect(commonPrefix(enumeration)).toBe(prefix);
  });

  const model = (enums: ReturnType<typeof type>[]) => ({ version: '2.0.0', enums, strings: [], functions: [] });

  it('are flags where functions or them, and then no others', () => {
    const text = emitApiConstants(model([type('virFlags', 'VIR_FLAGS_A', 'VIR_FLAGS_B')]), new Set(['Flags']));
    expect(text).toContain('  /** `VIR_FLAGS_B`, 1 */\n  B: 1 as Flags,\n');
    expect(text).toContain("export type Flags = Flags<'Flags'>;");
  });

  it('keep a name that would begin with a digit', () => {
    const text = emitApiConstants(model([type('virCount', 'VIR_COUNT_1', 'VIR_COUNT_TWO')]), new Set());
    expect(text).toContain("export const Count = {\n  /** `VIR_COUNT_1` */\n  '1': 0,");
    expect(text).toContain('  TWO: 1,');
  });

  it('name the numbers in errors', () => {
    const enums = ['virErrorNumber', 'virErrorDomain', 'virErrorLevel'].map((name) => type(name, 'VIR_A', 'VIR_B'));
    expect(emitErrorNames(model(enums))).toContain("  1: 'VIR_B',");
    expect(() => emitErrorNames(model([]))).toThrow('has no virErrorNumber');
  });
});

describe('generated files', () => {
  it('are written, checked, and cleared of what is no longer generated', () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const root = mkdtempSync(join(folder, 'outputs-'));
    const outputs = new Map([['own/a/b.txt', 'one']]);
    expect(writeOutputs(root, outputs, true, ['own'])).toBe(1);
    expect(complaints).toHaveBeenLastCalledWith(`stale: ${join(root, 'own/a/b.txt')}`);
    expect(writeOutputs(root, outputs, false, ['own'])).toBe(0);
    expect(writeOutputs(root, outputs, true, ['own'])).toBe(0);
    writeFileSync(join(root, 'own/a/b.txt'), 'two');
    expect(writeOutputs(root, outputs, true, ['own'])).toBe(1);
    writeFileSync(join(root, 'own/left.txt'), '');
    writeOutputs(root, outputs, true, ['own']);
    expect(complaints).toHaveBeenLastCalledWith(`not generated: ${join(root, 'own/left.txt')}`);
    writeOutputs(root, outputs, false, ['own']);
    expect(writeOutputs(root, outputs, true, ['own'])).toBe(0);
    expect(readFileSync(join(root, 'own/a/b.txt'), 'utf8')).toBe('one');
  });
});
