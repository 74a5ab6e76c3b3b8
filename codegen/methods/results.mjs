// @ts-check
/** How a procedure's results become a method's. */

import { snake } from './inputs.mjs';
import { CLASSES } from './naming.mjs';

/**
 * @typedef {import('../api/functions.mjs').ApiArgument} ApiArgument
 * @typedef {import('../model/model.mjs').Field} Field
 *
 * @typedef {object} Member a member of an object that a method returns
 * @property {string} name
 * @property {string} type
 * @property {string} note C's type
 *
 * @typedef {object} Result
 * @property {'void' | 'value' | 'boolean' | 'object' | 'objects' | 'names' | 'record' | 'params' | 'paramsTwice'} kind
 * @property {string} type in TypeScript
 * @property {string} field of the procedure's results, which it is made from
 * @property {string | null} base the class, where it is an object or a list of objects
 * @property {import('../model/model.mjs').Limit | null} max how many there may be at most
 * @property {readonly Member[]} members of a record
 */

/** @type {Readonly<Record<string, string>>} */
const SCALARS = {
  int: 'number',
  uint: 'number',
  char: 'number',
  uchar: 'number',
  short: 'number',
  ushort: 'number',
  hyper: 'bigint',
  uhyper: 'bigint',
};

/**
 * @param {{ name: string, returns: string }} one
 * @param {readonly ApiArgument[]} rest where C wants its results
 * @param {readonly Field[]} fields
 * @param {boolean} asks whether the procedure is asked for how many there are first
 * @returns {Result | string} or why it is none that is regular
 */
export function matchResult(one, rest, fields, asks) {
  /** @type {(kind: Result['kind'], type: string, field?: string, more?: Partial<Result>) => Result} */
  const made = (kind, type, field = '', more = {}) => ({
    kind,
    type,
    field,
    base: null,
    max: null,
    members: [],
    ...more,
  });
  const types = rest.map(({ type }) => type).join(', ');
  const [first, ...others] = fields;
  const only = others.length === 0 ? first : undefined;

  if (rest.length === 0) {
    if (first === undefined)
      return one.returns === 'int' ? made('void', 'void') : `returns ${one.returns}, and the procedure nothing`;
    if (only === undefined) return 'the procedure returns more than the function';
    const base = CLASSES[one.returns];
    if (base !== undefined && only.type === `remote_nonnull_${snake(base)}`)
      return made('object', base, only.name, { base });
    if (/^(const )?char \*$/.test(one.returns) && only.type === 'remote_nonnull_string')
      return made('value', 'string', only.name);
    if (/^(const )?char \*$/.test(one.returns) && only.type === 'remote_string')
      return made('value', 'string | null', only.name);
    if (/^(unsigned )?(int|long|long long)$/.test(one.returns)) return scalar(only, one.name, made);
    return `returns ${one.returns}`;
  }
  if (rest.length === 1 && only !== undefined && /^(unsigned )?(int|long|long long) \*$/.test(types)) {
    return scalar(only, /autostart/i.test(only.name) ? 'IsAutostart' : '', made);
  }
  const list = /^(vir\w+Ptr) \*\*$/.exec(types);
  if (list !== null && first !== undefined && typeof first.type === 'object' && first.type.kind === 'array') {
    const base = CLASSES[list[1] ?? ''];
    if (base !== undefined && first.type.of === `remote_nonnull_${snake(base)}`) {
      return made('objects', `${base}[]`, first.name, { base, max: first.type.max });
    }
  }
  if (
    /^char \*\*( const)?, int$/.test(types) &&
    only !== undefined &&
    typeof only.type === 'object' &&
    only.type.kind === 'array'
  ) {
    if (only.type.of === 'remote_nonnull_string') return made('names', 'string[]', only.name, { max: only.type.max });
  }
  if (/^virTypedParameterPtr( \*)?, (unsigned )?int \*$/.test(types) && first !== undefined) {
    if (typeof first.type === 'object' && first.type.kind === 'array' && first.type.of === 'remote_typed_param') {
      const twice = asks && others[0]?.name === 'nparams';
      return made(twice ? 'paramsTwice' : 'params', 'TypedParams', first.name, { max: first.type.max });
    }
  }
  const info = /^vir(\w+)Ptr(, size_t)?$/.exec(types);
  if (info !== null) {
    const members = fields.map(({ name, type }) => memberOf(name, type));
    if (members.every((member) => member !== null))
      return made('record', /** @type {string} */ (info[1]), '', { members });
  }
  return `gives its results by (${types})`;
}

/**
 * @param {Field} field
 * @param {string} name
 * @param {(kind: Result['kind'], type: string, field?: string) => Result} made
 */
function scalar({ name: field, type }, name, made) {
  const ts = typeof type === 'string' ? SCALARS[type] : undefined;
  if (ts === undefined) return `the procedure's ${field} is no number`;
  return /(Is|Has)[A-Z]\w*$/.test(name) ? made('boolean', 'boolean', field) : made('value', ts, field);
}

/** @param {string} name @param {Field['type']} type @returns {Member | null} */
function memberOf(name, type) {
  if (typeof type === 'string') {
    const ts = SCALARS[type];
    return ts === undefined ? null : { name, type: ts, note: type };
  }
  const chars = (type.kind === 'fixed-array' || type.kind === 'array') && type.of === 'char';
  return chars ? { name, type: 'string', note: 'chars' } : null;
}
