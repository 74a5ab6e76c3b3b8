import { BASIC_TYPES } from '../../../codegen/model/model.mjs';
import { isChar, TABLE, type Type, type TypeDefinition } from './model.js';

/** A string, opaque or array within values of a type. */
export interface Site {
  /** From the type on: `.dom.uuid`. */
  readonly path: string;
  /** How long it may be, or is, if its length is fixed. */
  readonly limit: number;
  readonly fixed: boolean;
  /** Whether it is an array to XDR, as characters are too. */
  readonly array: boolean;
  /** One that is so long. */
  readonly make: (length: number) => unknown;
  /** A value of the type with this in its place, and little else. */
  readonly within: (value: unknown) => unknown;
}

/** Every bounded place within values of `type`. */
export function sites(type: Type, path = ''): Site[] {
  if (typeof type === 'string') return BASIC_TYPES.has(type) ? [] : definedSites(TABLE.get(type), path);
  const within = (value: unknown) => value;
  switch (type.kind) {
    case 'string':
      return [{ path, limit: type.max.value, fixed: false, array: false, make: text, within }];
    case 'opaque':
      return [
        { path, limit: type.max.value, fixed: false, array: false, make: (length) => new Uint8Array(length), within },
      ];
    case 'fixed-opaque':
      return [
        { path, limit: type.length.value, fixed: true, array: false, make: (length) => new Uint8Array(length), within },
      ];
    case 'array':
    case 'fixed-array': {
      const fixed = type.kind === 'fixed-array';
      const limit = fixed ? type.length.value : type.max.value;
      const make = (length: number): unknown =>
        isChar(type.of) ? new Uint8Array(length) : new Array<unknown>(length).fill(minimal(type.of));
      const rest = fixed ? limit - 1 : 0;
      const elements = sites(type.of, `${path}[0]`).map((site) => ({
        ...site,
        within: (value: unknown) => [site.within(value), ...new Array<unknown>(rest).fill(minimal(type.of))],
      }));
      return [{ path, limit, fixed, array: true, make, within }, ...elements];
    }
    case 'optional':
      return sites(type.of, path);
  }
}

const texts = new Map<number, string>();

function text(length: number): string {
  const known = texts.get(length) ?? 'x'.repeat(length);
  texts.set(length, known);
  return known;
}

function definedSites(definition: TypeDefinition, path: string): Site[] {
  switch (definition.kind) {
    case 'typedef':
      return sites(definition.type, path);
    case 'enum':
      return [];
    case 'struct':
      return definition.fields.flatMap(({ name, type }) =>
        sites(type, `${path}.${name}`).map((site) => ({
          ...site,
          within: (value: unknown) => ({ ...(minimal(definition.name) as object), [name]: site.within(value) }),
        })),
      );
    case 'union':
      return definition.arms.flatMap(({ cases, field }) =>
        field === null
          ? []
          : sites(field.type, `${path}.${field.name}`).map((site) => ({
              ...site,
              within: (value: unknown) => ({
                [definition.discriminant.name]: cases[0]?.value,
                value: site.within(value),
              }),
            })),
      );
  }
}

/** The value that takes the fewest bytes. */
export function minimal(type: Type): unknown {
  if (typeof type === 'string') return minimalNamed(type);
  switch (type.kind) {
    case 'string':
      return '';
    case 'opaque':
      return new Uint8Array(0);
    case 'fixed-opaque':
      return new Uint8Array(type.length.value);
    case 'array':
      return isChar(type.of) ? new Uint8Array(0) : [];
    case 'fixed-array':
      if (isChar(type.of)) return new Uint8Array(type.length.value);
      return new Array<unknown>(type.length.value).fill(minimal(type.of));
    case 'optional':
      return null;
  }
}

function minimalNamed(type: string): unknown {
  if (type === 'bool') return false;
  if (type === 'hyper' || type === 'uhyper') return 0n;
  if (BASIC_TYPES.has(type)) return 0;
  const definition = TABLE.get(type);
  switch (definition.kind) {
    case 'typedef':
      return minimal(definition.type);
    case 'enum':
      return definition.members[0]?.value;
    case 'struct':
      return Object.fromEntries(definition.fields.map((field) => [field.name, minimal(field.type)]));
    case 'union': {
      const arm = definition.arms[0];
      const field = arm?.field ?? null;
      return {
        [definition.discriminant.name]: arm?.cases[0]?.value,
        value: field === null ? null : minimal(field.type),
      };
    }
  }
}
