import { invalidArgType } from '../../errors.js';
import type { Codec } from './codec.js';
import { XdrReader } from './reader.js';
import * as shapes from './shape.js';
import { XdrWriter } from './writer.js';

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

/** Makes the codecs of a program's types. Entries may name each other, and the types of the program `used`. */
export function typeTable<Types extends object>(
  entries: { readonly [Name in keyof Types]: Types[Name] extends Codec<infer T> ? Entry<T> : never },
  used?: object,
): Types {
  const table: Record<string, Codec<unknown>> = {};
  const shapeOf = (name: string): shapes.Shape => {
    const codec = table[name] ?? (used as typeof table | undefined)?.[name];
    if (codec === undefined) throw new Error(`no type is called ${name}`);
    return (codec as TableCodec).shape;
  };
  for (const name in entries) table[name] = new TableCodec(name, entries[name] as Entry<unknown>, shapeOf);
  return table as Types;
}

class TableCodec implements Codec<unknown> {
  readonly name: string;
  readonly #entry: Entry<unknown>;
  readonly #shapeOf: (name: string) => shapes.Shape;
  #shape: shapes.Shape | null = null;

  constructor(name: string, entry: Entry<unknown>, shapeOf: (name: string) => shapes.Shape) {
    this.name = name;
    this.#entry = entry;
    this.#shapeOf = shapeOf;
  }

  get shape(): shapes.Shape {
    this.#shape ??=
      typeof this.#entry === 'string' ? structOf(this.#entry, this.#shapeOf) : shapes.coded(...this.#entry);
    return this.#shape;
  }

  read(reader: XdrReader): unknown {
    return this.shape.read(reader, '');
  }

  write(writer: XdrWriter, value: unknown): void {
    this.shape.write(writer, value, '');
  }

  encode(value: unknown): Uint8Array {
    const writer = new XdrWriter(this.name);
    this.write(writer, value);
    return new Uint8Array(writer.written());
  }

  decode(bytes: Uint8Array): unknown {
    if (!(bytes instanceof Uint8Array)) throw invalidArgType('bytes', 'a Uint8Array', bytes);
    const reader = new XdrReader(bytes, this.name);
    const value = this.read(reader);
    reader.finish();
    return value;
  }
}

function structOf(members: string, shapeOf: (name: string) => shapes.Shape): shapes.Shape {
  const pairs = members.split(' ').map((member) => member.split(':') as [string, string]);
  return shapes.struct(
    pairs.map(([name]) => name),
    pairs.map(([, type]) => memberShape(type, shapeOf)),
  );
}

/** `uint`, `remote_string`, `remote_typed_param<16>`, `uhyper[6]`, `remote_nonnull_domain*`. */
const MEMBER = /^(\w+?)(?:\*|<(\d+)>|\[(\d+)\])?$/;

function memberShape(type: string, shapeOf: (name: string) => shapes.Shape): shapes.Shape {
  const [, of = '', max, length] = MEMBER.exec(type) ?? [];
  if (max !== undefined) return variable(of, Number(max), shapeOf);
  if (length !== undefined) return fixed(of, Number(length), shapeOf);
  const target = shapes.BASIC.get(of) ?? shapeOf(of);
  return type.endsWith('*') ? shapes.optional(target) : target;
}

function variable(of: string, max: number, shapeOf: (name: string) => shapes.Shape): shapes.Shape {
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

function fixed(of: string, length: number, shapeOf: (name: string) => shapes.Shape): shapes.Shape {
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
