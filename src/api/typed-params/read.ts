import type { remote_typed_param } from '../../protocol/generated/remote/index.js';
import { TypedParameterType } from '../generated/constants.js';
import type { TypedParams, TypedParamValue } from './types.js';

type Values = Record<string, TypedParamValue | TypedParamValue[]>;

/** Typed parameters as an object, of what a reply holds. */
export function readTypedParams(params: readonly remote_typed_param[]): TypedParams {
  const values: Values = {};
  for (const { field, value } of params) {
    put(values, field, value.type === TypedParameterType.BOOLEAN ? value.value !== 0 : value.value);
  }
  return values;
}

function put(values: Values, name: string, value: TypedParamValue): void {
  // What an object inherits is rarely asked for: no name is looked up twice but those, and repeated ones.
  if (values[name] === undefined) values[name] = value;
  else add(values, name, value);
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

/**
 * Makes the objects of many lists of typed parameters. Most lists have the names of the one before, in the same order:
 * then the object is a copy of the one before with other values, which costs a fraction of adding the same properties to
 * a new one.
 */
export class TypedParamsMaker {
  #names: readonly string[] = [];
  #before: Values = {};

  /** @param names of the list's parameters, and `values` theirs. The array is kept. */
  make(names: readonly string[], values: readonly TypedParamValue[]): TypedParams {
    const before = this.#names;
    const count = names.length;
    let same = 0;
    while (same < count && names[same] === before[same]) same++;
    if (same === count && count === before.length) {
      const copy = { ...this.#before };
      for (let i = 0; i < count; i++) copy[names[i] as string] = values[i] as TypedParamValue;
      return copy;
    }
    const made: Values = {};
    for (let i = 0; i < count; i++) put(made, names[i] as string, values[i] as TypedParamValue);
    const repeated = Object.keys(made).length < count;
    this.#names = repeated ? [] : names;
    this.#before = repeated ? {} : made;
    return made;
  }
}
