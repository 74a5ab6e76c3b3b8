// @ts-check
/** How a C function's arguments become a procedure's. */
import { CLASSES } from './naming.mjs';

/**
 * @typedef {import('../api/functions.mjs').ApiArgument} ApiArgument
 * @typedef {import('../model/model.mjs').Field} Field
 *
 * @typedef {object} Input an argument of a method
 * @property {string} name
 * @property {string} type in TypeScript
 * @property {'plain' | 'boolean' | 'uuid' | 'object' | 'params' | 'flags'} kind
 * @property {string | null} fallback the value of one that is left out
 * @property {string | null} base the class, where it is an object
 * @property {readonly string[]} enums what C's description names for it
 *
 * @typedef {{ field: string, input: Input } | { field: string, value: string }} Sent a field of the procedure's arguments
 */

/** C's types of numbers, and what they are on the wire. @type {Readonly<Record<string, readonly string[]>>} */
const NUMBERS = {
  int: ['int'],
  'unsigned int': ['uint'],
  'unsigned long': ['uhyper'],
  'unsigned long long': ['uhyper'],
  'long long': ['hyper'],
};
/** Arguments whose C type is `int` because C had no other. */
const BOOLEANS = ['autostart', 'state'];

/** @param {Field['type']} type */
export function isList(type) {
  return typeof type === 'object' && type.kind === 'array';
}

/**
 * Whether an object of a class is what a field is.
 *
 * @param {string} type C's
 * @param {Field['type']} wire
 */
function isObject(type, wire) {
  const name = CLASSES[type];
  return name !== undefined && wire === `remote_nonnull_${snake(name)}`;
}

/** `StorageVol`: `storage_vol`. @param {string} name */
export function snake(name) {
  if (name.startsWith('NWFilter')) return name === 'NWFilter' ? 'nwfilter' : 'nwfilter_binding';
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

/**
 * Takes C's arguments and the wire's fields together, one after the other. What is left of C's arguments is where it
 * wants its results.
 *
 * @param {readonly ApiArgument[]} args
 * @param {readonly Field[]} fields
 * @param {string} self the class that the method is of
 * @returns {{ inputs: Input[], sent: Sent[], rest: ApiArgument[] } | string} or why they do not fit
 */
export function matchInputs(args, fields, self) {
  /** @type {Input[]} */
  const inputs = [];
  /** @type {Sent[]} */
  const sent = [];
  let i = 1;
  let f = 0;
  if (self !== 'Connection') {
    const first = fields[0];
    const own = args[0];
    if (first === undefined || own === undefined) return 'the procedure does not take the object';
    if (isObject(own.type, first.type)) sent.push({ field: first.name, value: 'wireOf(this)' });
    else if (first.name === 'name' && first.type === 'remote_nonnull_string')
      sent.push({ field: 'name', value: 'this.name' });
    else return `the procedure's ${first.name} is not the object`;
    f = 1;
  }
  /** @type {ApiArgument[]} */
  const rest = [];
  for (; i < args.length; i++) {
    const arg = /** @type {ApiArgument} */ (args[i]);
    // What C has as an array's length, or for its answer, stands in the middle of some procedures' arguments.
    f = skip(fields, f, sent);
    const field = fields[f];
    const input = field === undefined ? null : inputOf(arg, args[i + 1], field);
    if (input === null) {
      rest.push(arg);
      continue;
    }
    inputs.push(input.input);
    sent.push({ field: /** @type {Field} */ (field).name, input: input.input });
    if (input.pair) i++;
    f++;
  }
  f = skip(fields, f, sent);
  if (f < fields.length) return `no argument is the procedure's ${fields[f]?.name}`;
  optional(inputs);
  return { inputs, sent, rest };
}

/** The fields that a method fills in itself. @type {Readonly<Record<string, string>>} */
const OWN = { need_results: '1', nparams: 'nparams', maxnames: 'maxnames', maxuuids: 'maxnames', maxids: 'maxnames' };

/** @param {readonly Field[]} fields @param {number} f @param {Sent[]} sent */
function skip(fields, f, sent) {
  let at = f;
  for (;;) {
    const name = fields[at]?.name;
    const value = name === undefined ? undefined : OWN[name];
    if (name === undefined || value === undefined) return at;
    sent.push({ field: name, value });
    at++;
  }
}

/**
 * @param {ApiArgument} arg
 * @param {ApiArgument | undefined} next
 * @param {Field} field
 * @returns {{ input: Input, pair: boolean } | null}
 */
function inputOf({ name, type, enums }, next, { type: wire }) {
  /** @type {(kind: Input['kind'], ts: string, more?: Partial<Input>, pair?: boolean) => { input: Input, pair: boolean }} */
  const made = (kind, ts, more = {}, pair = false) => ({
    input: { name, type: ts, kind, fallback: null, base: null, enums, ...more },
    pair,
  });
  if (name === 'flags' && wire === 'uint') return made('flags', 'number', { fallback: '0' });
  if (type === 'const char *' && wire === 'remote_nonnull_string') return made('plain', 'string');
  if (type === 'const char *' && wire === 'remote_string') return made('plain', 'string | null');
  if (type === 'const unsigned char *' && wire === 'remote_uuid') return made('uuid', 'Uint8Array');
  if (NUMBERS[type]?.includes(/** @type {string} */ (wire))) {
    if (BOOLEANS.includes(name)) return made('boolean', 'boolean');
    return made('plain', /long/.test(type) ? 'bigint' : 'number');
  }
  if (isObject(type, wire)) {
    const base = /** @type {string} */ (CLASSES[type]);
    return made('object', base, { base });
  }
  if (typeof wire === 'object' && wire.kind === 'array') {
    if (type === 'const char **' && wire.of === 'remote_nonnull_string')
      return made('plain', 'readonly string[]', {}, true);
    const counted = next !== undefined && /^(unsigned )?int$/.test(next.type);
    if (type === 'virTypedParameterPtr' && wire.of === 'remote_typed_param' && counted) {
      return made('params', 'TypedParamsInput', {}, true);
    }
  }
  return null;
}

/** Arguments that may be `null`, and are followed by none that must be given, may be left out. @param {Input[]} inputs */
function optional(inputs) {
  for (const input of [...inputs].reverse()) {
    if (input.fallback !== null) continue;
    if (!input.type.endsWith('| null')) return;
    input.fallback = 'null';
  }
}
