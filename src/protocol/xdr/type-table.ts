import { type Codec, ShapeCodec } from './codec.js';
import type { XdrReader } from './reader.js';
import * as shapes from './shape.js';
import type { XdrWriter } from './writer.js';

type ShapeOf = (name: string) => shapes.Shape;

/**
 * How a type is given to `typeTable`: a struct by its members, `'dom:remote_nonnull_domain flags:uint'`,
 * or any type by the functions that read and write it and the least number of bytes that it takes.
 *
 * Of a message's hundreds of structs a program meets a few, each once a message: as text they cost
 * nothing to load, and are looked into when the first such message comes. What messages are made of,
 * and hold many of, is code.
 */
export type Entry<T> =
  | string
  | readonly [read: (reader: XdrReader) => T, write: (writer: XdrWriter, value: T) => void, size: number];

type AnyEntry = string | Readonly<Parameters<typeof shapes.coded>>;

/** Makes the codecs of a program's types. Entries may name each other, and the types of the program `used`. */
export function typeTable<Types extends object>(
  entries: { readonly [Name in keyof Types]: Types[Name] extends Codec<infer T> ? Entry<T> : never },
  used: object = {},
): Types {
  const table: Record<string, TableCodec> = {};
  for (const name in entries) table[name] = new TableCodec(name, entries[name], table, used as typeof table);
  return table as Types;
}

class TableCodec extends ShapeCodec {
  private readonly entry: AnyEntry;
  private readonly table: Readonly<Record<string, TableCodec>>;
  private readonly used: Readonly<Record<string, TableCodec>>;

  constructor(
    name: string,
    entry: AnyEntry,
    table: Readonly<Record<string, TableCodec>>,
    used: Readonly<Record<string, TableCodec>>,
  ) {
    super(name);
    this.entry = entry;
    this.table = table;
    this.used = used;
  }

  protected override make(): shapes.Shape {
    if (typeof this.entry !== 'string') return shapes.coded(...this.entry);
    return structOf(this.entry, (name) => {
      const codec = this.table[name] ?? this.used[name];
      if (codec === undefined) throw new Error(`${this.name}: no type is called ${name}`);
      return codec.shape;
    });
  }
}

function structOf(members: string, shapeOf: ShapeOf): shapes.Shape {
  const pairs = members.split(' ').map((member) => member.split(':') as [string, string]);
  return shapes.struct(
    pairs.map(([name]) => name),
    pairs.map(([, type]) => memberShape(type, shapeOf)),
  );
}

/** `uint`, `remote_string`, `remote_typed_param<16>`, `uhyper[6]`, `remote_nonnull_domain*`. */
const MEMBER = /^(\w+)(?:\*|<(\d+)>|\[(\d+)\])?$/;

function memberShape(type: string, shapeOf: ShapeOf): shapes.Shape {
  const [, of = '', max, length] = MEMBER.exec(type) ?? [];
  if (max !== undefined) return variable(of, Number(max), shapeOf);
  if (length !== undefined) return fixed(of, Number(length), shapeOf);
  const target = shapes.BASIC.get(of) ?? shapeOf(of);
  return type.endsWith('*') ? shapes.optional(target) : target;
}

function variable(of: string, max: number, shapeOf: ShapeOf): shapes.Shape {
  switch (of) {
    case 'string':
      return shapes.string(max);
    case 'opaque':
      return shapes.opaque(max);
    case 'char':
    case 'uchar':
      return shapes.chars(max);
    default:
      return shapes.list(shapes.BASIC.get(of) ?? shapeOf(of), max);
  }
}

function fixed(of: string, length: number, shapeOf: ShapeOf): shapes.Shape {
  switch (of) {
    case 'opaque':
      return shapes.fixedOpaque(length);
    case 'char':
    case 'uchar':
      return shapes.fixedChars(length);
    default:
      return shapes.vector(shapes.BASIC.get(of) ?? shapeOf(of), length);
  }
}
