import { invalidArgType, invalidArgValue } from '../errors.js';

/** The canonical form of the 16 bytes of a UUID: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
export function formatUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The 16 bytes of a UUID that is written as libvirt takes it: 32 hexadecimal digits, with hyphens
 * anywhere between them or nowhere, and white space around.
 *
 * @throws TypeError
 */
export function parseUuid(name: string, text: string): Uint8Array {
  if (typeof text !== 'string') throw invalidArgType(name, 'a UUID, as a string', text);
  const digits = text.trim().replace(/(?<=[0-9a-f])-(?=[0-9a-f])/gi, '');
  if (!/^[0-9a-f]{32}$/i.test(digits)) throw invalidArgValue(name, `must be a UUID of 32 hexadecimal digits`);
  return new Uint8Array(Buffer.from(digits, 'hex'));
}
