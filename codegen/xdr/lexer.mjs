// @ts-check

/**
 * @typedef {object} Comment
 * @property {string} text without its delimiters
 * @property {number} line where it begins
 */

/**
 * @typedef {object} Token
 * @property {'name' | 'number' | 'punctuation' | 'end'} kind
 * @property {string} text
 * @property {number} line
 * @property {Comment[]} comments those between the token before and this one
 */

/** What is wrong with a description, and where: `remote_protocol.x:12: …`. */
export class XdrSyntaxError extends Error {
  /**
   * @param {string} file
   * @param {number} line
   * @param {string} reason
   */
  constructor(file, line, reason) {
    super(`${file}:${line}: ${reason}`);
    this.name = 'XdrSyntaxError';
  }
}

const SPACE = /\s+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|[0-9]+/y;
const PUNCTUATION = /[{}()[\]<>*;:,=-]/y;
const COMMENT = /\/\*([\s\S]*?)\*\//y;
/** `%` at the start of a line passes the line through to the C compiler: nothing of it is XDR. */
const PASSED_THROUGH = /%.*/y;

/**
 * The tokens of a description in XDR's language (RFC 4506), as rpcgen takes it. The last is `end`.
 *
 * @param {string} source
 * @param {string} file for error messages
 * @returns {Token[]}
 */
export function tokenize(source, file) {
  /** @type {Token[]} */
  const tokens = [];
  /** @type {Comment[]} */
  let comments = [];
  let position = 0;
  let line = 1;

  /** @param {RegExp} pattern */
  const take = (pattern) => {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match === null) return null;
    position = pattern.lastIndex;
    return match;
  };
  /** @param {string} text */
  const countLines = (text) => {
    for (const character of text) if (character === '\n') line++;
  };
  /** @param {Token['kind']} kind @param {string} text */
  const push = (kind, text) => {
    tokens.push({ kind, text, line, comments });
    comments = [];
  };

  while (position < source.length) {
    let match = take(SPACE);
    if (match !== null) {
      countLines(match[0]);
      continue;
    }
    match = take(COMMENT);
    if (match !== null) {
      comments.push({ text: /** @type {string} */ (match[1]), line });
      countLines(match[0]);
      continue;
    }
    if (source.startsWith('/*', position)) throw new XdrSyntaxError(file, line, 'the comment has no end');
    const atLineStart = position === 0 || source[position - 1] === '\n';
    if (atLineStart && take(PASSED_THROUGH) !== null) continue;
    match = take(NAME);
    if (match !== null) {
      push('name', match[0]);
      continue;
    }
    match = take(NUMBER);
    if (match !== null) {
      const glued = take(NAME);
      if (glued !== null)
        throw new XdrSyntaxError(file, line, `'${match[0]}${glued[0]}' is neither a number nor a name`);
      push('number', match[0]);
      continue;
    }
    match = take(PUNCTUATION);
    if (match !== null) {
      push('punctuation', match[0]);
      continue;
    }
    throw new XdrSyntaxError(file, line, `unexpected character '${source[position]}'`);
  }
  push('end', '');
  return tokens;
}
