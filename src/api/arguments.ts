import { invalidArgType, invalidArgValue, outOfRange } from '../errors.js';
import { type ApiObject, wireOf } from './object.js';

const UUID_BYTES = 16;

/** @throws TypeError, RangeError where it is not the bytes of a UUID */
export function uuidArgument(name: string, uuid: Uint8Array): Uint8Array {
  if (!(uuid instanceof Uint8Array))
    throw invalidArgType(name, 'a Uint8Array (the method with UUIDString in its name takes text)', uuid);
  if (uuid.length !== UUID_BYTES) throw outOfRange(name, `${UUID_BYTES} bytes long`, uuid.length);
  return uuid;
}

/** @throws TypeError for an option that is none of `names`; it does not show its value */
export function checkNames(options: object, names: readonly string[], where = 'options'): void {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw invalidArgValue(`${where}.${unknown}`, `is not an option: there are ${names.join(', ')}`);
  }
}

/**
 * What an object that is an argument is called on the wire.
 *
 * @throws TypeError where it is of another class
 */
export function objectArgument<Wire>(
  name: string,
  object: ApiObject<Wire>,
  type: abstract new (...args: never) => ApiObject<Wire>,
): Wire {
  if (!(object instanceof type)) throw invalidArgType(name, `a ${type.name.replace(/Base$/, '')}`, object);
  return wireOf(object);
}

/** What C has in an array of chars: text, up to a NUL. */
export function charsToString(chars: Uint8Array): string {
  const end = chars.indexOf(0);
  return new TextDecoder().decode(end < 0 ? chars : chars.subarray(0, end));
}
