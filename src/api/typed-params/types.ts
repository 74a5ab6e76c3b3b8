import type { TypedValue } from './typed.js';

/**
 * The value of a typed parameter, as it is read. C's `int`, `unsigned int` and `double` are a `number`; `long long` and
 * `unsigned long long` are a `bigint`, however small.
 */
export type TypedParamValue = number | bigint | boolean | string;

/** Typed parameters as they are read, by name. A name that libvirt repeats has an array of its values, in their order. */
export interface TypedParams {
  readonly [name: string]: TypedParamValue | readonly TypedParamValue[];
}

/** A value to be written: as the name's type takes it, or with a type of its own from `typed`. */
export type TypedParamInput = TypedParamValue | TypedValue;

/**
 * Typed parameters to be written, by name. An array repeats the name with each of its values; `undefined` leaves it out.
 */
export interface TypedParamsInput {
  readonly [name: string]: TypedParamInput | readonly TypedParamInput[] | undefined;
}

/** The types that a typed parameter has in C: `virTypedParameterType`. */
export type TypedParamType = 'int' | 'uint' | 'llong' | 'ullong' | 'double' | 'boolean' | 'string';

/** The types that libvirt insists on, by the parameter's name. */
export interface KnownTypes {
  readonly [name: string]: TypedParamType;
}
