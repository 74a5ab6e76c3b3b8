import { invalidArgType, outOfRange } from '../../errors.js';
import type { remote_typed_param, remote_typed_param_value } from '../../protocol/generated/remote/index.js';
import { TypedParameterType } from '../generated/constants.js';
import { TypedValue } from './typed.js';
import type { KnownTypes, TypedParamInput, TypedParamsInput, TypedParamType } from './types.js';

const INT_MIN = -(2 ** 31);
const INT_MAX = 2 ** 31 - 1;
const UINT_MAX = 2 ** 32 - 1;
const LLONG_MIN = -(2n ** 63n);
const LLONG_MAX = 2n ** 63n - 1n;
const ULLONG_MAX = 2n ** 64n - 1n;

/**
 * Typed parameters as a call carries them, in the object's order. The type of a value is its own, where it has one from
 * `typed`; else what the table says of its name; else it follows from the value: a boolean is a `boolean`, a string a
 * `string`, an integer a `int` or what is next larger of `uint` and `llong`, any other number a `double`, and a bigint a
 * `ullong`, or a `llong` below 0.
 *
 * @param known what the names are known to be
 * @param argument what the caller calls the object, for error messages
 * @throws TypeError, RangeError naming the parameter
 */
export function writeTypedParams(
  params: TypedParamsInput,
  known: KnownTypes,
  argument = 'params',
): remote_typed_param[] {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw invalidArgType(argument, 'an object', params);
  }
  const written: remote_typed_param[] = [];
  for (const [field, input] of Object.entries(params)) {
    if (input === undefined) continue;
    const type = Object.hasOwn(known, field) ? known[field] : undefined;
    const at = `${argument}${/^[A-Za-z_]\w*$/.test(field) ? `.${field}` : `[${JSON.stringify(field)}]`}`;
    if (isMany(input)) {
      input.forEach((one, index) => {
        written.push({ field, value: encode(`${at}[${index}]`, one, type) });
      });
    } else written.push({ field, value: encode(at, input, type) });
  }
  return written;
}

function isMany(input: TypedParamInput | readonly TypedParamInput[]): input is readonly TypedParamInput[] {
  return Array.isArray(input);
}

function encode(at: string, input: TypedParamInput, known: TypedParamType | undefined): remote_typed_param_value {
  const value = input instanceof TypedValue ? input.value : input;
  const type = input instanceof TypedValue ? input.type : (known ?? typeFor(at, value));
  switch (type) {
    case 'int':
      return { type: TypedParameterType.INT, value: narrow(at, value, INT_MIN, INT_MAX) };
    case 'uint':
      return { type: TypedParameterType.UINT, value: narrow(at, value, 0, UINT_MAX) };
    case 'llong':
      return { type: TypedParameterType.LLONG, value: wide(at, value, LLONG_MIN, LLONG_MAX) };
    case 'ullong':
      return { type: TypedParameterType.ULLONG, value: wide(at, value, 0n, ULLONG_MAX) };
    case 'double':
      if (typeof value !== 'number') throw invalidArgType(at, 'a number', value);
      return { type: TypedParameterType.DOUBLE, value };
    case 'boolean':
      if (typeof value !== 'boolean') throw invalidArgType(at, 'a boolean', value);
      return { type: TypedParameterType.BOOLEAN, value: value ? 1 : 0 };
    default:
      if (typeof value !== 'string') throw invalidArgType(at, 'a string', value);
      return { type: TypedParameterType.STRING, value };
  }
}

/** The type of a parameter that no table knows. */
function typeFor(at: string, value: unknown): TypedParamType {
  switch (typeof value) {
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'bigint':
      return value < 0n ? 'llong' : 'ullong';
    case 'number':
      if (!Number.isInteger(value)) return 'double';
      if (value >= INT_MIN && value <= INT_MAX) return 'int';
      return value >= 0 && value <= UINT_MAX ? 'uint' : 'llong';
    default:
      throw invalidArgType(at, 'a number, a bigint, a boolean, a string, or what typed returns', value);
  }
}

/** For an integer of 32 bits. */
function narrow(at: string, value: unknown, min: number, max: number): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw invalidArgType(at, 'a number or a bigint', value);
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw outOfRange(at, `an integer from ${min} to ${max}`, value);
  }
  return number;
}

/** For an integer of 64 bits. A number beyond 2⁵³ may be another than the caller wrote. */
function wide(at: string, value: unknown, min: bigint, max: bigint): bigint {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw invalidArgType(at, 'a bigint or a number', value);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw outOfRange(at, 'a bigint, or an integer that a number holds exactly', value);
  }
  const big = BigInt(value);
  if (big < min || big > max) throw outOfRange(at, `an integer from ${min} to ${max}`, value);
  return big;
}
