import type { TypedParamType, TypedParamValue } from './types.js';

/** A value with the type that it is to be sent as: what the functions of `typed` return. */
export class TypedValue {
  readonly type: TypedParamType;
  readonly value: TypedParamValue;

  constructor(type: TypedParamType, value: TypedParamValue) {
    this.type = type;
    this.value = value;
  }
}

/**
 * Types for typed parameters, where the one that libvirt would be sent is not the one that it wants: a parameter that is
 * newer than this library, or a driver of its own mind. Whether the value is in the type's range is checked when the
 * parameter is written.
 *
 *     await domain.setSchedulerParameters({ cpu_shares: 2048, newer_than_this: typed.uint(5) });
 */
export const typed = {
  /** `VIR_TYPED_PARAM_INT`: −2³¹ to 2³¹ − 1. */
  int: (value: number | bigint): TypedValue => new TypedValue('int', value),
  /** `VIR_TYPED_PARAM_UINT`: 0 to 2³² − 1. */
  uint: (value: number | bigint): TypedValue => new TypedValue('uint', value),
  /** `VIR_TYPED_PARAM_LLONG`: −2⁶³ to 2⁶³ − 1. */
  llong: (value: number | bigint): TypedValue => new TypedValue('llong', value),
  /** `VIR_TYPED_PARAM_ULLONG`: 0 to 2⁶⁴ − 1. */
  ullong: (value: number | bigint): TypedValue => new TypedValue('ullong', value),
  /** `VIR_TYPED_PARAM_DOUBLE`. */
  double: (value: number): TypedValue => new TypedValue('double', value),
  /** `VIR_TYPED_PARAM_BOOLEAN`. */
  boolean: (value: boolean): TypedValue => new TypedValue('boolean', value),
  /** `VIR_TYPED_PARAM_STRING`. */
  string: (value: string): TypedValue => new TypedValue('string', value),
} as const;
