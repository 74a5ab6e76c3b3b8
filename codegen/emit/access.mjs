// @ts-check
import { BASIC_TYPES } from '../model/model.mjs';
import { quote } from './source.mjs';
import { isChar, typeScript, xdr } from './type-text.mjs';

/** @typedef {import('../model/model.mjs').Type} Type */
/** @typedef {import('../model/model.mjs').Field} Field */
/** @typedef {import('../model/wire-form.mjs').TypeTable} TypeTable */

/**
 * Makes the expressions that read, and the statements that write, one value: what generated functions
 * consist of. Typedefs are seen through; structs and unions are calls of their own functions; arrays
 * are calls of one function for each type of element, which is noted in `lists`.
 */
export class Access {
  #table;
  #coded;
  /** The element types of arrays. @type {Set<string>} */
  lists = new Set();
  /** Those of arrays of a fixed length. @type {Set<string>} */
  vectors = new Set();

  /**
   * @param {TypeTable} table
   * @param {ReadonlySet<string>} coded the types that have functions in the same file
   */
  constructor(table, coded) {
    this.#table = table;
    this.#coded = coded;
  }

  /**
   * An expression for the next value of `type`, which is called `field`: `''` if it has been named.
   *
   * @param {Type} type
   * @param {string} field
   * @returns {string}
   */
  read(type, field) {
    const name = quote(field);
    const behind = this.#table.behind(type);
    this.#table.checkElements(behind);
    if (typeof behind === 'string') return this.#readNamed(behind, field);
    switch (behind.kind) {
      case 'string':
      case 'opaque':
        return `r.${behind.kind}(${behind.max.value}, ${name})`;
      case 'fixed-opaque':
        return `r.fixedOpaque(${behind.length.value}, ${name})`;
      case 'array':
        if (isChar(behind.of)) return `r.chars(${behind.max.value}, ${name})`;
        return `read_${this.#elements(this.lists, behind.of)}_list(r, ${behind.max.value}, ${name})`;
      case 'fixed-array':
        if (isChar(behind.of)) return `r.fixedChars(${behind.length.value}, ${name})`;
        return `read_${this.#elements(this.vectors, behind.of)}_vector(r, ${behind.length.value}, ${name})`;
      case 'optional': {
        const of = this.#table.behind(behind.of);
        if (typeof of === 'object' && of.kind === 'string') return `r.optionalString(${of.max.value}, ${name})`;
        return `r.bool(${name}) ? ${this.read(of, field)} : null`;
      }
    }
  }

  /**
   * Statements that write `value`, of `type`, which is called `field`.
   *
   * @param {Type} type
   * @param {string} value an expression that may be repeated
   * @param {string} field
   * @returns {string[]}
   */
  write(type, value, field) {
    const name = quote(field);
    const behind = this.#table.behind(type);
    if (typeof behind === 'string') return this.#writeNamed(behind, value, field);
    switch (behind.kind) {
      case 'string':
      case 'opaque':
        return [`w.${behind.kind}(${value}, ${behind.max.value}, ${name});`];
      case 'fixed-opaque':
        return [`w.fixedOpaque(${value}, ${behind.length.value}, ${name});`];
      case 'array':
        if (isChar(behind.of)) return [`w.chars(${value}, ${behind.max.value}, ${name});`];
        return [`write_${this.#elements(this.lists, behind.of)}_list(w, ${value}, ${behind.max.value}, ${name});`];
      case 'fixed-array':
        if (isChar(behind.of)) return [`w.fixedChars(${value}, ${behind.length.value}, ${name});`];
        return [
          `write_${this.#elements(this.vectors, behind.of)}_vector(w, ${value}, ${behind.length.value}, ${name});`,
        ];
      case 'optional': {
        const of = this.#table.behind(behind.of);
        if (typeof of === 'object' && of.kind === 'string')
          return [`w.optionalString(${value}, ${of.max.value}, ${name});`];
        return [`if (w.present(${value}, ${name})) {`, ...this.write(of, value, field).map((line) => `  ${line}`), '}'];
      }
    }
  }

  /**
   * An expression for the value of a struct's member or a union's arm.
   *
   * @param {Field} field
   */
  readField({ name, type, recurring }) {
    const text = this.read(type, name);
    return recurring ? text.replace(/^r\.string\(/, 'r.name(') : text;
  }

  /** @param {string} type @param {string} field */
  #readNamed(type, field) {
    const name = quote(field);
    if (BASIC_TYPES.has(type)) return `r.${type}(${name})`;
    const definition = this.#table.get(type);
    if (definition.kind === 'enum') {
      if (definition.open) return `r.int(${name})`;
      return `r.oneOf(${type}_values, ${name})`;
    }
    const read = `read_${this.#function(type)}`;
    return field === '' ? `${read}(r)` : `r.leave(${read}(r.enter(${name})))`;
  }

  /** @param {string} type @param {string} value @param {string} field */
  #writeNamed(type, value, field) {
    const name = quote(field);
    if (BASIC_TYPES.has(type)) return [`w.${type}(${value}, ${name});`];
    const definition = this.#table.get(type);
    if (definition.kind === 'enum') {
      if (definition.open) return [`w.int(${value}, ${name});`];
      return [`w.oneOf(${value}, ${type}_values, ${name});`];
    }
    const write = `write_${this.#function(type)}`;
    return field === '' ? [`${write}(w, ${value});`] : [`${write}(w.enter(${name}), ${value});`, 'w.leave();'];
  }

  /** @param {string} type */
  #function(type) {
    if (!this.#coded.has(type)) throw new Error(`${type} has no functions here: only payloads can consist of it`);
    return type;
  }

  /**
   * @param {Set<string>} lists
   * @param {Type} element
   */
  #elements(lists, element) {
    if (typeof element !== 'string') throw new Error(`an array of ${xdr(element)} needs a typedef for its elements`);
    lists.add(element);
    return element;
  }

  /**
   * The functions that read and write arrays whose elements are of a type.
   *
   * @param {string} type
   */
  listFunctions(type) {
    const element = typeScript(type);
    const size = this.#table.minimalSize(type);
    return `
function read_${type}_list(r: XdrReader, max: number, field: string): ${element}[] {
  const count = r.count(max, ${size}, field);
${this.#readLoop(type)}
function write_${type}_list(w: XdrWriter, list: readonly ${element}[], max: number, field: string): void {
  const count = w.count(list, max, field);
${this.#writeLoop(type)}`;
  }

  /**
   * Likewise for arrays of a fixed length.
   *
   * @param {string} type
   */
  vectorFunctions(type) {
    const element = typeScript(type);
    return `
function read_${type}_vector(r: XdrReader, count: number, field: string): ${element}[] {
${this.#readLoop(type)}
function write_${type}_vector(w: XdrWriter, list: readonly ${element}[], count: number, field: string): void {
  w.fixedCount(list, count, field);
${this.#writeLoop(type)}`;
  }

  /** @param {string} type */
  #readLoop(type) {
    return `  const list = new Array<${typeScript(type)}>(count);
  r.enterList(field);
  for (let i = 0; i < count; i++) {
    r.index(i);
    list[i] = ${this.read(type, '')};
  }
  r.leaveList();
  return list;
}
`;
  }

  /** @param {string} type */
  #writeLoop(type) {
    return `  w.enterList(field);
  for (let i = 0; i < count; i++) {
    w.index(i);
    const value = list[i] as ${typeScript(type)};
${this.write(type, 'value', '')
  .map((line) => `    ${line}\n`)
  .join('')}  }
  w.leaveList();
}
`;
  }
}
