// @ts-check
import { BASIC_TYPES } from './model.mjs';

/** @typedef {import('./model.mjs').Program} Program */
/** @typedef {import('./model.mjs').Type} Type */
/** @typedef {import('./model.mjs').Typedef} Typedef */
/** @typedef {import('./model.mjs').TypeDefinition} TypeDefinition */

/** The declared types of some programs, and what follows from them. */
export class TypeTable {
  /** @type {Map<string, TypeDefinition>} */
  #definitions = new Map();
  /** @type {Map<string, number>} */
  #sizes = new Map();

  /** @param {readonly Program[]} programs */
  constructor(programs) {
    for (const { types } of programs) for (const type of types) this.#definitions.set(type.name, type);
  }

  /**
   * The definition of a type that is not basic.
   *
   * @param {string} name
   * @returns {TypeDefinition}
   */
  get(name) {
    const definition = this.#definitions.get(name);
    if (definition === undefined) throw new Error(`no type is called ${name}`);
    return definition;
  }

  /**
   * What `type` stands for, behind its typedefs: a basic type, a struct, union or enum by name, or a
   * constructed type.
   *
   * @param {Type} type
   * @returns {Type}
   */
  behind(type) {
    if (typeof type !== 'string' || BASIC_TYPES.has(type)) return type;
    const definition = this.get(type);
    return definition.kind === 'typedef' ? this.behind(definition.type) : type;
  }

  /**
   * The least number of bytes that a value takes.
   *
   * @param {Type} type
   * @returns {number}
   */
  minimalSize(type) {
    const behind = this.behind(type);
    if (typeof behind === 'string') return BASIC_TYPES.get(behind) ?? this.#definedSize(behind);
    switch (behind.kind) {
      case 'string':
      case 'opaque':
      case 'array':
      case 'optional':
        return 4;
      case 'fixed-opaque':
        return Math.ceil(behind.length.value / 4) * 4;
      case 'fixed-array':
        return behind.length.value * this.minimalSize(behind.of);
    }
  }

  /**
   * Fails if nothing bounds how many elements an array has: if one takes no bytes.
   *
   * @param {Type} type
   */
  checkElements(type) {
    const behind = this.behind(type);
    if (
      typeof behind === 'object' &&
      'of' in behind &&
      behind.kind !== 'optional' &&
      this.minimalSize(behind.of) === 0
    ) {
      throw new Error(`elements of ${JSON.stringify(behind.of)} take no bytes, so that nothing bounds their number`);
    }
  }

  /** @param {string} name */
  #definedSize(name) {
    const known = this.#sizes.get(name);
    if (known !== undefined) {
      if (Number.isNaN(known)) throw new Error(`${name} contains itself, which no type of libvirt's does`);
      return known;
    }
    this.#sizes.set(name, Number.NaN);
    const size = this.#sizeOf(this.get(name));
    this.#sizes.set(name, size);
    return size;
  }

  /** @param {TypeDefinition} definition @returns {number} */
  #sizeOf(definition) {
    switch (definition.kind) {
      case 'typedef':
        return this.minimalSize(definition.type);
      case 'enum':
        return 4;
      case 'struct':
        return definition.fields.reduce((sum, { type }) => sum + this.minimalSize(type), 0);
      case 'union':
        return (
          this.minimalSize(definition.discriminant.type) +
          Math.min(...definition.arms.map(({ field }) => (field === null ? 0 : this.minimalSize(field.type))))
        );
    }
  }

  /**
   * What travels for a value of the type, written out: two types with the same form are the same on
   * the wire. `limits` says whether the form shows them.
   *
   * @param {Type} type
   * @param {boolean} limits
   * @returns {string}
   */
  form(type, limits) {
    const behind = this.behind(type);
    if (typeof behind === 'string') {
      return BASIC_TYPES.has(behind) ? behind : this.#definedForm(this.get(behind), limits);
    }
    const max = 'max' in behind && limits ? behind.max.value : '';
    switch (behind.kind) {
      case 'string':
      case 'opaque':
        return `${behind.kind}<${max}>`;
      case 'fixed-opaque':
        return `opaque[${behind.length.value}]`;
      case 'array':
        return `${this.form(behind.of, limits)}<${max}>`;
      case 'fixed-array':
        return `${this.form(behind.of, limits)}[${behind.length.value}]`;
      case 'optional':
        return `${this.form(behind.of, limits)}*`;
    }
  }

  /**
   * @param {TypeDefinition} definition
   * @param {boolean} limits
   * @returns {string}
   */
  #definedForm(definition, limits) {
    switch (definition.kind) {
      case 'typedef':
        return this.form(definition.type, limits);
      case 'enum':
        return `enum(${definition.members.map(({ value }) => value).join(',')})`;
      case 'struct':
        return `{${definition.fields.map(({ name, type }) => `${name}:${this.form(type, limits)}`).join(',')}}`;
      case 'union': {
        const arms = definition.arms.map(({ cases, field }) => {
          const values = cases.map(({ value }) => value).join('|');
          return `${values}:${field === null ? 'void' : this.form(field.type, limits)}`;
        });
        return `${definition.discriminant.name}(${arms.join(',')})`;
      }
    }
  }
}
