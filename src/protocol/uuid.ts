import { invalidArgType, invalidArgValue } from '../errors.js';

/** The canonical form of the 16 bytes of a UUID: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
export function formatUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const LEADING_SPACE = /^[ \t\n\f\r]+/;

/** As libvirt takes it: 16 pairs of digits, hyphens and spaces before each, white space behind. */
const UUID = /^(?:[- ]*[0-9a-f]{2}){16}[ \t\n\f\r]*$/i;

/**
 * The 16 bytes of a UUID that is written as libvirt takes it: canonical, or with its hyphens elsewhere
 * between the bytes or nowhere.
 *
 * @throws TypeError
 */
export function parseUuid(name: string, text: string): Uint8Array {
  if (typeof text !== 'string') throw invalidArgType(name, 'a UUID, as a string', text);
  if (!UUID.test(text.replace(LEADING_SPACE, '')))
    throw invalidArgValue(name, 'must be a UUID of 32 hexadecimal digits');
  return new Uint8Array(Buffer.from(text.replace(/[^0-9a-f]/gi, ''), 'hex'));
}
