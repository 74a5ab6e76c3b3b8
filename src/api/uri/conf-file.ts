/**
 * libvirt's configuration files, as `virConfReadString` reads them: `key = value` lines, where a value is a number, a
 * string or a list of strings, which may go over several lines; `#` begins a comment.
 */

export type ConfValue = string | bigint | readonly string[];

/** What is wrong with a file, and where. */
export class ConfSyntaxError extends SyntaxError {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** One token a match: white space and comments, line ends, words, numbers, strings of each quoting, marks. */
const TOKEN =
  /(?<blank>[ \t\r]+|#[^\n]*)|(?<end>\n)|(?<word>[A-Za-z_][\w.-]*)|(?<number>-?\d+)|"""(?<block>.*?)"""|"(?<double>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<mark>[=[\],])/suy;

interface Token {
  readonly kind: 'end' | 'word' | 'number' | 'string' | 'mark';
  readonly text: string;
  readonly line: number;
}

function* tokens(text: string): Generator<Token> {
  let line = 1;
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) {
      const rest = text.slice(at).split('\n', 1)[0];
      throw new ConfSyntaxError(`cannot read ${JSON.stringify(rest)}`, line);
    }
    const { blank, end, word, number, block, double, single, mark } = match.groups as Record<string, string>;
    const string = block ?? double ?? single;
    if (end !== undefined) yield { kind: 'end', text: 'the end of the line', line };
    else if (word !== undefined) yield { kind: 'word', text: word, line };
    else if (number !== undefined) yield { kind: 'number', text: number, line };
    else if (mark !== undefined) yield { kind: 'mark', text: mark, line };
    else if (string !== undefined && blank === undefined) yield { kind: 'string', text: string, line };
    line += match[0].split('\n').length - 1;
    at = TOKEN.lastIndex;
  }
  yield { kind: 'end', text: 'the end of the file', line };
}

/** @throws ConfSyntaxError */
export function parseConf(text: string): ReadonlyMap<string, ConfValue> {
  const all = [...tokens(text)];
  const found = new Map<string, ConfValue>();
  let at = 0;
  const next = (): Token => all[at++] as Token;
  const wrong = ({ text: seen, line }: Token, wanted: string): never => {
    throw new ConfSyntaxError(`${wanted} was expected, and ${seen} came`, line);
  };
  const list = (): readonly string[] => {
    const items: string[] = [];
    for (let afterItem = false; ; ) {
      const token = next();
      if (token === undefined || (token.kind === 'end' && at === all.length)) {
        throw new ConfSyntaxError('a list has no closing bracket', all.at(-1)?.line ?? 1);
      }
      if (token.kind === 'end') continue;
      if (token.text === ']' && token.kind === 'mark') return items;
      if (afterItem ? token.kind !== 'mark' || token.text !== ',' : token.kind !== 'string') {
        wrong(token, afterItem ? 'a comma or a closing bracket' : 'a string in quotes');
      }
      if (token.kind === 'string') items.push(token.text);
      afterItem = !afterItem;
    }
  };
  while (at < all.length) {
    const key = next();
    if (key.kind === 'end') continue;
    if (key.kind !== 'word') wrong(key, 'a key');
    const equals = next();
    if (equals.text !== '=' || equals.kind !== 'mark') wrong(equals, `an equals sign after ${key.text}`);
    const value = next();
    if (value.kind === 'string') found.set(key.text, value.text);
    else if (value.kind === 'number') found.set(key.text, BigInt(value.text));
    else if (value.kind === 'mark' && value.text === '[') found.set(key.text, list());
    else wrong(value, `a value for ${key.text}`);
    const end = next();
    if (end.kind !== 'end') wrong(end, 'the end of the line');
  }
  return found;
}
