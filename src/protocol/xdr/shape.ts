import type { XdrReader } from './reader.js';
import type { XdrWriter } from './writer.js';

/**
 * How values of a type lie in XDR. `field` names the member that the value is, `''` where it has been
 * named. What is written is `unknown`: the writer checks it.
 */
export interface Shape {
  /** The least number of bytes that a value takes. */
  readonly size: number;
  readonly read: (reader: XdrReader, field: string) => unknown;
  readonly write: (writer: XdrWriter, value: unknown, field: string) => void;
}

/** XDR's basic types, and those that rpcgen adds. */
export const BASIC: ReadonlyMap<string, Shape> = /*@__PURE__*/ new Map<string, Shape>([
  ['int', { size: 4, read: (r, field) => r.int(field), write: (w, v, field) => w.int(v as number, field) }],
  ['uint', { size: 4, read: (r, field) => r.uint(field), write: (w, v, field) => w.uint(v as number, field) }],
  ['hyper', { size: 8, read: (r, field) => r.hyper(field), write: (w, v, field) => w.hyper(v as bigint, field) }],
  ['uhyper', { size: 8, read: (r, field) => r.uhyper(field), write: (w, v, field) => w.uhyper(v as bigint, field) }],
  ['double', { size: 8, read: (r, field) => r.double(field), write: (w, v, field) => w.double(v as number, field) }],
  ['bool', { size: 4, read: (r, field) => r.bool(field), write: (w, v, field) => w.bool(v as boolean, field) }],
  ['char', { size: 4, read: (r, field) => r.char(field), write: (w, v, field) => w.char(v as number, field) }],
  ['uchar', { size: 4, read: (r, field) => r.uchar(field), write: (w, v, field) => w.uchar(v as number, field) }],
  ['short', { size: 4, read: (r, field) => r.short(field), write: (w, v, field) => w.short(v as number, field) }],
  ['ushort', { size: 4, read: (r, field) => r.ushort(field), write: (w, v, field) => w.ushort(v as number, field) }],
]);

/** A type whose code is generated. */
export function coded(
  read: (reader: XdrReader) => unknown,
  write: (writer: XdrWriter, value: never) => void,
  size: number,
): Shape {
  return {
    size,
    read: (r, field) => r.leave(read(r.enter(field))),
    write: (w, value, field) => {
      write(w.enter(field), value as never);
      w.leave();
    },
  };
}

/** `struct`: its members, one after the other. */
export function struct(names: readonly string[], shapes: readonly Shape[]): Shape {
  const count = names.length;
  return {
    size: shapes.reduce((sum, { size }) => sum + size, 0),
    read: (r, field) => {
      r.enter(field);
      const value: Record<string, unknown> = {};
      for (let i = 0; i < count; i++) {
        const name = names[i] as string;
        value[name] = (shapes[i] as Shape).read(r, name);
      }
      return r.leave(value);
    },
    write: (w, value, field) => {
      w.enter(field);
      w.object(value);
      for (let i = 0; i < count; i++) {
        const name = names[i] as string;
        (shapes[i] as Shape).write(w, (value as Record<string, unknown>)[name], name);
      }
      w.leave();
    },
  };
}

/** `element<max>`: the count, then the elements. */
export function list(element: Shape, max: number): Shape {
  return {
    size: 4,
    read: (r, field) => readElements(r, element, r.count(max, element.size, field), field),
    write: (w, value, field) => writeElements(w, element, value, w.count(value as unknown[], max, field), field),
  };
}

/** `element[length]`: the elements. */
export function vector(element: Shape, length: number): Shape {
  return {
    size: length * element.size,
    read: (r, field) => readElements(r, element, length, field),
    write: (w, value, field) =>
      writeElements(w, element, value, w.fixedCount(value as unknown[], length, field), field),
  };
}

function readElements(r: XdrReader, element: Shape, count: number, field: string): unknown[] {
  const elements = new Array<unknown>(count);
  r.enterList(field);
  for (let i = 0; i < count; i++) {
    r.index(i);
    elements[i] = element.read(r, '');
  }
  r.leaveList();
  return elements;
}

function writeElements(w: XdrWriter, element: Shape, value: unknown, count: number, field: string): void {
  w.enterList(field);
  for (let i = 0; i < count; i++) {
    w.index(i);
    element.write(w, (value as unknown[])[i], '');
  }
  w.leaveList();
}

/** `target *`: a flag, and the value if it is 1. */
export function optional(target: Shape): Shape {
  return {
    size: 4,
    read: (r, field) => (r.bool(field) ? target.read(r, field) : null),
    write: (w, value, field) => {
      if (w.present(value, field)) target.write(w, value, field);
    },
  };
}

export function string(max: number): Shape {
  return {
    size: 4,
    read: (r, field) => r.string(max, field),
    write: (w, value, field) => w.string(value as string, max, field),
  };
}

export function opaque(max: number): Shape {
  return {
    size: 4,
    read: (r, field) => r.opaque(max, field),
    write: (w, value, field) => w.opaque(value as Uint8Array, max, field),
  };
}

export function fixedOpaque(length: number): Shape {
  return {
    size: Math.ceil(length / 4) * 4,
    read: (r, field) => r.fixedOpaque(length, field),
    write: (w, value, field) => w.fixedOpaque(value as Uint8Array, length, field),
  };
}

/** `char<max>`, in TypeScript one `Uint8Array`. */
export function chars(max: number): Shape {
  return {
    size: 4,
    read: (r, field) => r.chars(max, field),
    write: (w, value, field) => w.chars(value as Uint8Array, max, field),
  };
}

/** `char[length]`, likewise. */
export function fixedChars(length: number): Shape {
  return {
    size: 4 * length,
    read: (r, field) => r.fixedChars(length, field),
    write: (w, value, field) => w.fixedChars(value as Uint8Array, length, field),
  };
}
