/** Typed parameters: values with a name and one of C's types. */
export { readTypedParams } from './typed-params/read.js';
export { TypedValue, typed } from './typed-params/typed.js';
export type {
  KnownTypes,
  TypedParamInput,
  TypedParams,
  TypedParamsInput,
  TypedParamType,
  TypedParamValue,
} from './typed-params/types.js';
export { writeTypedParams } from './typed-params/write.js';
