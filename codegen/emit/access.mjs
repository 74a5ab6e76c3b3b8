// @ts-check
import { BASIC_TYPES } from '../model/model.mjs';
import { quote } from './source.mjs';
import { isChar, typeScript } from './type-text.mjs';

/** @typedef {import('../model/model.mjs').Type} Type */
/** @typedef {import('../model/wire-form.mjs').TypeTable} TypeTable */

/**
 * Makes the expressions that read, and the statements that write, one value: what generated functions
 * consist of. Typedefs are seen through; structs and unions are calls of their own functions; arrays
 * are calls of one function for each type of element, which is noted in `lists`.
 */
export class Access {
  #table;
  #own;
  /** The element types, by the name that their list functions carry. @type {Map<string, Type>} */
  lists = new Map();
  /** The fixed-length arrays' likewise. @type {Map<string, Type>} */
  vectors = new Map();
  /** Structs and unions of other programs that are called for. @type {Set<string>} */
  foreign = new Set();
  /** Enums whose values are looked up. @type {Set<string>} */
  enums = new Set();

  /**
   * @param {TypeTable} table
   * @param {ReadonlySet<string>} own the types that the file declares itself
   */
  constructor(table, own) {
    this.#table = table;
    this.#own = own;
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
    if (typeof behind === 'string') return this.#readNamed(behind, field);
    switch (behind.kind) {
      case 'string':
      case 'opaque':
        return `r.${behind.kind}(${behind.max.value}, ${name})`;
      case 'fixed-opaque':
        return `r.fixedOpaque(${behind.length.value}, ${name})`;
      case 'array':
        if (isChar(behind.of)) return `r.chars(${behind.max.value}, ${name})`;
        return `read_${this.#list(this.lists, behind.of)}_list(r, ${behind.max.value}, ${name})`;
      case 'fixed-array':
        if (isChar(behind.of)) return `r.fixedChars(${behind.length.value}, ${name})`;
        return `read_${this.#list(this.vectors, behind.of)}_vector(r, ${behind.length.value}, ${name})`;
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
        return [`write_${this.#list(this.lists, behind.of)}_list(w, ${value}, ${behind.max.value}, ${name});`];
      case 'fixed-array':
        if (isChar(behind.of)) return [`w.fixedChars(${value}, ${behind.length.value}, ${name});`];
        return [`write_${this.#list(this.vectors, behind.of)}_vector(w, ${value}, ${behind.length.value}, ${name});`];
      case 'optional': {
        const of = this.#table.behind(behind.of);
        if (typeof of === 'object' && of.kind === 'string')
          return [`w.optionalString(${value}, ${of.max.value}, ${name});`];
        return [`if (w.present(${value}, ${name})) {`, ...this.write(of, value, field).map((line) => `  ${line}`), '}'];
      }
    }
  }

  /** @param {string} type @param {string} field */
  #readNamed(type, field) {
    const name = quote(field);
    if (BASIC_TYPES.has(type)) return `r.${type}(${name})`;
    const definition = this.#table.get(type);
    if (definition.kind === 'enum') {
      if (definition.open) return `r.int(${name})`;
      this.enums.add(type);
      return `r.oneOf(${type}_values, ${name})`;
    }
    const read = this.#own.has(type) ? `read_${type}` : `${this.#call(type)}.read`;
    return field === '' ? `${read}(r)` : `r.leave(${read}(r.enter(${name})))`;
  }

  /** @param {string} type @param {string} value @param {string} field */
  #writeNamed(type, value, field) {
    const name = quote(field);
    if (BASIC_TYPES.has(type)) return [`w.${type}(${value}, ${name});`];
    const definition = this.#table.get(type);
    if (definition.kind === 'enum') {
      if (definition.open) return [`w.int(${value}, ${name});`];
      this.enums.add(type);
      return [`w.oneOf(${value}, ${type}_values, ${name});`];
    }
    const write = this.#own.has(type) ? `write_${type}` : `${this.#call(type)}.write`;
    return field === '' ? [`${write}(w, ${value});`] : [`${write}(w.enter(${name}), ${value});`, 'w.leave();'];
  }

  /** @param {string} type */
  #call(type) {
    this.foreign.add(type);
    return type;
  }

  /**
   * @param {Map<string, Type>} lists
   * @param {Type} element
   */
  #list(lists, element) {
    if (typeof element !== 'string')
      throw new Error(`an array of ${typeScript(element)} needs a typedef for its elements`);
    lists.set(element, element);
    return element;
  }

  /**
   * The functions that read and write arrays whose elements are of a type.
   *
   * @param {string} name
   * @param {Type} type
   */
  listFunctions(name, type) {
    const size = this.#table.minimalSize(type);
    if (size === 0) throw new Error(`elements of ${name} take no bytes, so that nothing bounds their number`);
    return `
function read_${name}_list(r: XdrReader, max: number, field: string): ${typeScript(type)}[] {
  const count = r.count(max, ${size}, field);
${this.#loops(name, type)}`.concat(`
function write_${name}_list(w: XdrWriter, list: readonly ${typeScript(type)}[], max: number, field: string): void {
  const count = w.count(list, max, field);
${this.#writeLoop(type)}`);
  }

  /**
   * Likewise for arrays of a fixed length.
   *
   * @param {string} name
   * @param {Type} type
   */
  vectorFunctions(name, type) {
    return `
function read_${name}_vector(r: XdrReader, count: number, field: string): ${typeScript(type)}[] {
${this.#loops(name, type)}`.concat(`
function write_${name}_vector(w: XdrWriter, list: readonly ${typeScript(type)}[], count: number, field: string): void {
  w.fixedCount(list, count, field);
${this.#writeLoop(type)}`);
  }

  /** @param {string} _name @param {Type} type */
  #loops(_name, type) {
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

  /** @param {Type} type */
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
