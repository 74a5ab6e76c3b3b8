import { invalidArgValue } from '../../errors.js';

/** What a part of a URI stands for. @throws TypeError */
export function unescapeText(text: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text);
  } catch {
    // Nothing of it is shown: it may be a secret.
    throw invalidArgValue('uri', 'has a percent sign that begins no character: %25 stands for itself');
  }
  if (plain.includes('\0')) throw invalidArgValue('uri', 'has a NUL character');
  return plain;
}
