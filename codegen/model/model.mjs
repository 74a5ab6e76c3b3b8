// @ts-check

/**
 * The intermediate model, codegen/model.json: what libvirt's descriptions say, less everything that
 * only C needs. This module holds its types, and reads and prints it.
 */

/**
 * A number with the name that the description gives it, where it gives one.
 *
 * @typedef {{ value: number, name: string | null }} Limit
 */

/**
 * A string is a basic type (see `BASIC_TYPES`) or the name of a declared one.
 *
 * @typedef {string
 *   | { kind: 'string', max: Limit }
 *   | { kind: 'opaque', max: Limit }
 *   | { kind: 'fixed-opaque', length: Limit }
 *   | { kind: 'array', of: Type, max: Limit }
 *   | { kind: 'fixed-array', of: Type, length: Limit }
 *   | { kind: 'optional', of: Type }} Type
 */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {Type} type
 * @property {true} [recurring] whether it is a string of which messages repeat a few
 */
/** @typedef {{ cases: Limit[], field: Field | null }} Arm a union's; `field` is `null` for `void` */
/** @typedef {{ kind: 'typedef', name: string, since: string, type: Type }} Typedef */
/** @typedef {{ kind: 'struct', name: string, since: string, fields: Field[] }} Struct */
/**
 * @typedef {object} Enum
 * @property {'enum'} kind
 * @property {string} name
 * @property {string} since
 * @property {boolean} open whether libvirt takes values that the enum does not name
 * @property {{ name: string, value: number }[]} members
 */
/**
 * @typedef {object} Union
 * @property {'union'} kind
 * @property {string} name
 * @property {string} since
 * @property {Field} discriminant
 * @property {Arm[]} arms
 */
/** @typedef {Typedef | Struct | Enum | Union} TypeDefinition */

/**
 * @typedef {object} Procedure
 * @property {string} name less the program's prefix
 * @property {number} number
 * @property {string} since
 * @property {string | null} args the struct's name; `null` for void
 * @property {string | null} ret
 * @property {string | null} msg what the daemon sends, if this is an event
 * @property {boolean} event
 * @property {string | null} generate
 * @property {'high' | 'low'} priority
 * @property {Stream | null} stream
 * @property {string[]} acl
 * @property {string[]} aclFilter
 */

/**
 * @typedef {object} Stream
 * @property {'read' | 'write' | 'readwrite'} direction
 * @property {number | null} parameter where the C function takes the stream
 * @property {string | null} sparseFlag
 */

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {number | null} number `null` for the RPC layer itself
 * @property {number | null} version
 * @property {string[]} uses the programs whose types this one names
 * @property {{ name: string, value: number, since: string }[]} constants
 * @property {TypeDefinition[]} types
 * @property {Procedure[]} procedures
 */

/**
 * @typedef {object} Model
 * @property {string[]} versions of libvirt, oldest first, that the model is made from
 * @property {Program[]} programs
 */

/** XDR's basic types and those that rpcgen adds, by the least and only number of bytes. */
export const BASIC_TYPES = new Map([
  ['int', 4],
  ['uint', 4],
  ['hyper', 8],
  ['uhyper', 8],
  ['char', 4],
  ['uchar', 4],
  ['short', 4],
  ['ushort', 4],
  ['double', 8],
  ['bool', 4],
]);

/** Longer than this, a value is spread over several lines. */
const WIDTH = 110;

/**
 * JSON with one line for each value that fits in one: reviewable in a diff.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function print(value) {
  return `${printValue(value, '')}\n`;
}

/**
 * @param {unknown} value
 * @param {string} indent
 * @returns {string}
 */
function printValue(value, indent) {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || flat.length + indent.length <= WIDTH) return flat;
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => deeper + printValue(item, deeper)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(
    ([key, item]) => `${deeper}${JSON.stringify(key)}: ${printValue(item, deeper)}`,
  );
  return `{\n${members.join(',\n')}\n${indent}}`;
}
