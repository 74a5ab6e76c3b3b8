import { invalidArgValue } from '../../errors.js';

/** What a part of a URI stands for. @throws TypeError */
export function unescapeText(text: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text);
  } catch {
    throw invalidArgValue('uri', `has a percent sign that begins no character: ${JSON.stringify(text)}`);
  }
  if (plain.includes('\0')) throw invalidArgValue('uri', 'has a NUL character');
  return plain;
}
