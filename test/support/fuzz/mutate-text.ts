import type { Random } from './random.js';

/** What means something to one text or another, and what means nothing to any. */
const PARTS = [
  ...'=[]{}()<>,;:@/?#&%+-._\'"`\\|*!$^~ \t\r\n\0',
  '"""',
  '%00',
  '%2F',
  '%E4',
  '%zz',
  '\r\n',
  '://',
  '::1',
  '[::1]',
  'ä',
  '\u{1f600}',
  '\ud800',
  '\ufeff',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '&#0;',
  '&#x110000;',
  '&#xd800;',
  '\\s',
  '\\x',
  '0',
  '-1',
  '65536',
  '99999999999999999999',
  '__proto__',
  'constructor',
];

/** A text, changed once or a few times. */
export function mutateText(original: string, random: Random, others: readonly string[]): string {
  let text = original;
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(text.length + 1);
    const end = at + random.below(random.once(4) ? 40 : 4);
    switch (random.below(7)) {
      case 0:
        text = text.slice(0, at) + random.pick(PARTS) + text.slice(end);
        break;
      case 1:
        text = text.slice(0, at) + random.pick(PARTS) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + text.slice(end);
        break;
      case 3:
        text = text.slice(0, end) + text.slice(at);
        break;
      case 4: {
        const other = random.pick(others);
        text = text.slice(0, at) + other.slice(random.below(other.length));
        break;
      }
      case 5:
        // What takes a bad pattern long takes it longer when there is more of it.
        text =
          text.slice(0, at) + random.pick(PARTS).repeat(1 + random.below(random.once(20) ? 400 : 8)) + text.slice(at);
        break;
      default:
        text = text.slice(0, at);
    }
  }
  return text;
}
