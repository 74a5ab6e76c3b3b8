import type { remote_typed_param } from '../../protocol/generated/remote/index.js';
import { TypedParameterType } from '../generated/constants.js';
import type { TypedParams, TypedParamValue } from './types.js';

type Values = Record<string, TypedParamValue | TypedParamValue[]>;

/** Typed parameters as an object, of what a reply holds. */
export function readTypedParams(params: readonly remote_typed_param[]): TypedParams {
  const values: Values = {};
  for (const { field, value } of params) {
    const read = value.type === TypedParameterType.BOOLEAN ? value.value !== 0 : value.value;
    // What an object inherits is rarely asked for: no name is looked up twice but those, and repeated ones.
    if (values[field] === undefined) values[field] = read;
    else add(values, field, read);
  }
  return values;
}

/** For a name that has a value: one of its own, or one that every object inherits, as `toString` and `__proto__` do. */
function add(values: Values, name: string, value: TypedParamValue): void {
  const before = Object.hasOwn(values, name) ? values[name] : undefined;
  if (Array.isArray(before)) before.push(value);
  else {
    Object.defineProperty(values, name, {
      value: before === undefined ? value : [before, value],
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
}
