// @ts-check
import { tokenize, XdrSyntaxError } from './lexer.mjs';

/** @typedef {import('./lexer.mjs').Token} Token */
/** @typedef {import('./lexer.mjs').Comment} Comment */

/**
 * @typedef {number | string} Constant a number, or the name of one
 */

/**
 * A type as it is written. A string is a basic type (`int`, `uint`, `hyper`, `uhyper`, `char`,
 * `uchar`, `short`, `ushort`, `float`, `double`, `bool`) or the name of a declared one.
 *
 * @typedef {string
 *   | { kind: 'string', max: Constant | null }
 *   | { kind: 'opaque', max: Constant | null }
 *   | { kind: 'fixed-opaque', length: Constant }
 *   | { kind: 'array', of: XdrType, max: Constant | null }
 *   | { kind: 'fixed-array', of: XdrType, length: Constant }
 *   | { kind: 'optional', of: XdrType }} XdrType
 */

/** @typedef {{ name: string, type: XdrType, line: number }} Declaration */

/**
 * @typedef {{ kind: 'const', name: string, value: Constant, line: number }
 *   | { kind: 'typedef', name: string, type: XdrType, line: number }
 *   | { kind: 'struct', name: string, fields: Declaration[], line: number }
 *   | { kind: 'enum', name: string, members: EnumMember[], line: number }
 *   | UnionDefinition} Definition
 */

/**
 * @typedef {object} EnumMember
 * @property {string} name
 * @property {Constant} value
 * @property {Comment[]} comments those directly before it
 * @property {number} line
 */

/**
 * @typedef {object} UnionDefinition
 * @property {'union'} kind
 * @property {string} name
 * @property {Declaration} discriminant
 * @property {UnionArm[]} arms
 * @property {Declaration | null | undefined} otherwise the `default` arm: `null` if void, `undefined` if there is none
 * @property {number} line
 */

/** @typedef {{ cases: Constant[], declaration: Declaration | null, line: number }} UnionArm */

const UNSIGNED = new Map([
  ['int', 'uint'],
  ['hyper', 'uhyper'],
  ['char', 'uchar'],
  ['short', 'ushort'],
]);

/**
 * Parses a description in XDR's language (RFC 4506), with what libvirt's descriptions take of
 * rpcgen's dialect: `char` and `short`, `unsigned` alone, `%` lines.
 *
 * @param {string} source
 * @param {string} file for error messages
 * @returns {Definition[]}
 * @throws {XdrSyntaxError}
 */
export function parse(source, file) {
  return new Parser(tokenize(source, file), file).specification();
}

class Parser {
  #tokens;
  #file;
  #next = 0;

  /**
   * @param {Token[]} tokens
   * @param {string} file
   */
  constructor(tokens, file) {
    this.#tokens = tokens;
    this.#file = file;
  }

  /** @returns {Definition[]} */
  specification() {
    const definitions = [];
    while (this.#peek().kind !== 'end') definitions.push(this.#definition());
    return definitions;
  }

  /** @returns {Definition} */
  #definition() {
    const { text, line } = this.#peek();
    switch (text) {
      case 'const':
        return this.#constant(line);
      case 'typedef':
        return this.#typedef(line);
      case 'struct':
        return this.#struct(line);
      case 'enum':
        return this.#enum(line);
      case 'union':
        return this.#union(line);
      default:
        throw this.#unexpected('const, typedef, struct, enum or union');
    }
  }

  /** @param {number} line @returns {Definition} */
  #constant(line) {
    this.#expect('const');
    const name = this.#name();
    this.#expect('=');
    const value = this.#value();
    this.#expect(';');
    return { kind: 'const', name, value, line };
  }

  /** @param {number} line @returns {Definition} */
  #typedef(line) {
    this.#expect('typedef');
    const { name, type } = this.#declaration();
    this.#expect(';');
    return { kind: 'typedef', name, type, line };
  }

  /** @param {number} line @returns {Definition} */
  #struct(line) {
    this.#expect('struct');
    const name = this.#name();
    this.#expect('{');
    /** @type {Declaration[]} */
    const fields = [];
    do {
      const field = this.#declaration();
      if (fields.some((other) => other.name === field.name)) {
        throw this.#error(field.line, `struct ${name} has two fields '${field.name}'`);
      }
      fields.push(field);
      this.#expect(';');
    } while (!this.#accept('}'));
    this.#expect(';');
    return { kind: 'struct', name, fields, line };
  }

  /** @param {number} line @returns {Definition} */
  #enum(line) {
    this.#expect('enum');
    const name = this.#name();
    this.#expect('{');
    /** @type {EnumMember[]} */
    const members = [];
    do {
      const { line, comments } = this.#peek();
      const member = this.#name();
      this.#expect('=');
      members.push({ name: member, value: this.#value(), comments, line });
    } while (this.#accept(',') && this.#peek().text !== '}');
    this.#expect('}');
    this.#expect(';');
    return { kind: 'enum', name, members, line };
  }

  /** @param {number} line @returns {UnionDefinition} */
  #union(line) {
    this.#expect('union');
    const name = this.#name();
    this.#expect('switch');
    this.#expect('(');
    const discriminant = this.#declaration();
    this.#expect(')');
    this.#expect('{');
    /** @type {UnionArm[]} */
    const arms = [];
    /** @type {Declaration | null | undefined} */
    let otherwise;
    while (this.#peek().text === 'case') arms.push(this.#arm());
    if (this.#accept('default')) {
      this.#expect(':');
      otherwise = this.#armDeclaration();
    }
    this.#expect('}');
    this.#expect(';');
    return { kind: 'union', name, discriminant, arms, otherwise, line };
  }

  /** @returns {UnionArm} */
  #arm() {
    const { line } = this.#peek();
    /** @type {Constant[]} */
    const cases = [];
    while (this.#accept('case')) {
      cases.push(this.#value());
      this.#expect(':');
    }
    return { cases, declaration: this.#armDeclaration(), line };
  }

  /** @returns {Declaration | null} */
  #armDeclaration() {
    const declaration = this.#accept('void') ? null : this.#declaration();
    this.#expect(';');
    return declaration;
  }

  /** A type and the name that it gets: `int id`, `opaque uuid[16]`, `dom *next`. @returns {Declaration} */
  #declaration() {
    const { line } = this.#peek();
    if (this.#accept('string')) {
      const name = this.#name();
      this.#expect('<');
      return { name, type: { kind: 'string', max: this.#limit() }, line };
    }
    if (this.#accept('opaque')) {
      const name = this.#name();
      if (this.#accept('<')) return { name, type: { kind: 'opaque', max: this.#limit() }, line };
      this.#expect('[');
      return { name, type: { kind: 'fixed-opaque', length: this.#length() }, line };
    }
    const of = this.#typeSpecifier();
    if (this.#accept('*')) return { name: this.#name(), type: { kind: 'optional', of }, line };
    const name = this.#name();
    if (this.#accept('<')) return { name, type: { kind: 'array', of, max: this.#limit() }, line };
    if (this.#accept('[')) return { name, type: { kind: 'fixed-array', of, length: this.#length() }, line };
    return { name, type: of, line };
  }

  /** @returns {string} */
  #typeSpecifier() {
    if (this.#accept('unsigned')) {
      const unsigned = UNSIGNED.get(this.#peek().text);
      if (unsigned === undefined) return 'uint';
      this.#next++;
      return unsigned;
    }
    // As in C, and as rpcgen allows: `struct remote_domain dom`.
    if (!this.#accept('struct')) this.#accept('enum');
    const { text, kind, line } = this.#peek();
    if (text === 'void' || text === 'quadruple') throw this.#error(line, `a field cannot be of type ${text}`);
    if (kind !== 'name') throw this.#unexpected('a type');
    this.#next++;
    return text;
  }

  /** What follows `<`. @returns {Constant | null} */
  #limit() {
    if (this.#accept('>')) return null;
    const max = this.#value();
    this.#expect('>');
    return max;
  }

  /** What follows `[`. @returns {Constant} */
  #length() {
    const length = this.#value();
    this.#expect(']');
    return length;
  }

  /** @returns {Constant} */
  #value() {
    const negative = this.#accept('-');
    const { kind, text } = this.#peek();
    if (kind === 'name' && !negative) return this.#name();
    if (kind !== 'number') throw this.#unexpected('a number or the name of a constant');
    this.#next++;
    const value = /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
    return negative ? -value : value;
  }

  /** @returns {string} */
  #name() {
    const { kind, text } = this.#peek();
    if (kind !== 'name') throw this.#unexpected('a name');
    this.#next++;
    return text;
  }

  /** @returns {Token} */
  #peek() {
    return /** @type {Token} */ (this.#tokens[this.#next]);
  }

  /** @param {string} text */
  #accept(text) {
    const token = this.#peek();
    if (token.kind === 'end' || token.text !== text) return false;
    this.#next++;
    return true;
  }

  /** @param {string} text */
  #expect(text) {
    if (!this.#accept(text)) throw this.#unexpected(`'${text}'`);
  }

  /** @param {string} expected */
  #unexpected(expected) {
    const { kind, text, line } = this.#peek();
    return this.#error(line, `expected ${expected}, found ${kind === 'end' ? 'the end of the file' : `'${text}'`}`);
  }

  /** @param {number} line @param {string} reason */
  #error(line, reason) {
    return new XdrSyntaxError(this.#file, line, reason);
  }
}
