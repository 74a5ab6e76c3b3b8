// @ts-check

/** @typedef {import('../model/model.mjs').Type} Type */
/** @typedef {import('../model/model.mjs').Limit} Limit */

const BASIC = new Map([
  ['int', 'number'],
  ['uint', 'number'],
  ['char', 'number'],
  ['uchar', 'number'],
  ['short', 'number'],
  ['ushort', 'number'],
  ['hyper', 'bigint'],
  ['uhyper', 'bigint'],
  ['double', 'number'],
  ['bool', 'boolean'],
]);

const C_NAMES = new Map([
  ['uint', 'unsigned int'],
  ['uhyper', 'unsigned hyper'],
  ['uchar', 'unsigned char'],
  ['ushort', 'unsigned short'],
]);

/**
 * Whether an array of `type` holds characters, each of which travels as an `int`; in TypeScript it is
 * one `Uint8Array`.
 *
 * @param {Type} type
 */
export function isChar(type) {
  return type === 'char' || type === 'uchar';
}

/**
 * The TypeScript type of values of `type`.
 *
 * @param {Type} type
 * @returns {string}
 */
export function typeScript(type) {
  if (typeof type === 'string') return BASIC.get(type) ?? type;
  switch (type.kind) {
    case 'string':
      return 'string';
    case 'opaque':
    case 'fixed-opaque':
      return 'Uint8Array';
    case 'array':
    case 'fixed-array': {
      if (isChar(type.of)) return 'Uint8Array';
      const element = typeScript(type.of);
      return element.includes(' ') ? `readonly (${element})[]` : `readonly ${element}[]`;
    }
    case 'optional':
      return `${typeScript(type.of)} | null`;
  }
}

/**
 * The type as XDR's language writes it: `remote_typed_param<REMOTE_…_MAX>`.
 *
 * @param {Type} type
 * @returns {string}
 */
export function xdr(type) {
  if (typeof type === 'string') return C_NAMES.get(type) ?? type;
  switch (type.kind) {
    case 'string':
    case 'opaque':
      return `${type.kind}<${limit(type.max)}>`;
    case 'fixed-opaque':
      return `opaque[${limit(type.length)}]`;
    case 'array':
      return `${xdr(type.of)}<${limit(type.max)}>`;
    case 'fixed-array':
      return `${xdr(type.of)}[${limit(type.length)}]`;
    case 'optional':
      return `${xdr(type.of)} *`;
  }
}

/**
 * The type as `typeTable` takes a member's: `remote_typed_param<16>`, limits as numbers.
 *
 * @param {Type} type
 * @returns {string}
 */
export function compact(type) {
  if (typeof type === 'string') return type;
  switch (type.kind) {
    case 'string':
    case 'opaque':
      return `${type.kind}<${type.max.value}>`;
    case 'fixed-opaque':
      return `opaque[${type.length.value}]`;
    case 'array':
      return `${named(type.of)}<${type.max.value}>`;
    case 'fixed-array':
      return `${named(type.of)}[${type.length.value}]`;
    case 'optional':
      return `${named(type.of)}*`;
  }
}

/** @param {Type} type @returns {string} */
function named(type) {
  if (typeof type !== 'string') throw new Error(`${xdr(type)} needs a typedef to be an element or optional`);
  return type;
}

/** @param {Limit} limit */
function limit({ name, value }) {
  if (name !== null) return name;
  return value === 2 ** 32 - 1 ? '' : String(value);
}
