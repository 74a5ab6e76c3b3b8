// @ts-check
import { readAnnotations } from '../xdr/annotations.mjs';
import { XdrSyntaxError } from '../xdr/lexer.mjs';
import { parse } from '../xdr/parser.mjs';
import { BASIC_TYPES } from './model.mjs';

/** @typedef {import('./model.mjs').Program} Program */
/** @typedef {import('./model.mjs').Procedure} Procedure */
/** @typedef {import('./model.mjs').Limit} Limit */
/** @typedef {import('./model.mjs').Field} Field */
/** @typedef {import('./model.mjs').Type} Type */
/** @typedef {import('./model.mjs').TypeDefinition} TypeDefinition */
/** @typedef {import('./programs.mjs').ProgramSource} ProgramSource */
/** @typedef {import('../xdr/parser.mjs').Constant} Constant */
/** @typedef {import('../xdr/parser.mjs').Definition} Definition */
/** @typedef {import('../xdr/parser.mjs').Declaration} Declaration */
/** @typedef {import('../xdr/parser.mjs').EnumMember} EnumMember */
/** @typedef {import('../xdr/parser.mjs').UnionArm} UnionArm */
/** @typedef {import('../xdr/parser.mjs').XdrType} XdrType */

/**
 * The program that `source`, an `.x` file's text, describes.
 *
 * @param {string} source
 * @param {ProgramSource} program
 * @param {string} since the libvirt version that the description is from
 * @param {ReadonlyMap<string, number>} headers constants of C headers that the description names
 * @param {readonly Program[]} used the programs of `program.uses`
 * @returns {Program}
 * @throws {XdrSyntaxError}
 */
export function describe(source, program, since, headers, used) {
  return new Description(program, since, headers, used).program(parse(source, program.path));
}

class Description {
  #source;
  #since;
  /** @type {Map<string, number>} */
  #values;
  /** @type {Set<string>} */
  #declared;

  /**
   * @param {ProgramSource} source
   * @param {string} since
   * @param {ReadonlyMap<string, number>} headers
   * @param {readonly Program[]} used
   */
  constructor(source, since, headers, used) {
    this.#source = source;
    this.#since = since;
    this.#values = new Map(headers);
    this.#declared = new Set(used.flatMap(({ types }) => types.map(({ name }) => name)));
  }

  /**
   * @param {Definition[]} definitions
   * @returns {Program}
   */
  program(definitions) {
    const { name, program, version, procedures, uses } = this.#source;
    /** @type {Program} */
    const described = {
      name,
      number: null,
      version: null,
      uses,
      constants: [],
      types: [],
      procedures: [],
    };
    for (const definition of definitions) {
      if (definition.kind === 'const') {
        const value = this.#define(definition.name, definition.value, definition.line);
        if (definition.name === program) described.number = value;
        else if (definition.name === version) described.version = value;
        else described.constants.push({ name: definition.name, value, since: this.#since });
        continue;
      }
      if (this.#declared.has(definition.name))
        throw this.#error(definition.line, `${definition.name} is declared twice`);
      if (definition.kind === 'enum' && definition.name === procedures) {
        described.procedures = definition.members.map((member) => this.#procedure(member));
      } else {
        described.types.push(this.#type(definition));
      }
      this.#declared.add(definition.name);
    }
    for (const procedure of described.procedures) this.#bind(procedure);
    return described;
  }

  /**
   * @param {Exclude<Definition, { kind: 'const' }>} definition
   * @returns {TypeDefinition}
   */
  #type(definition) {
    const since = this.#since;
    const { name, line } = definition;
    switch (definition.kind) {
      case 'typedef':
        return { kind: 'typedef', name, since, type: this.#resolve(definition.type, line) };
      case 'struct':
        return { kind: 'struct', name, since, fields: definition.fields.map((field) => this.#field(field)) };
      case 'enum':
        return {
          kind: 'enum',
          name,
          since,
          open: false,
          members: definition.members.map((member) => ({
            name: member.name,
            value: this.#define(member.name, member.value, member.line),
          })),
        };
      case 'union':
        if (definition.otherwise !== undefined) {
          throw this.#error(
            line,
            `union ${name} has a default arm, of which a value could not be told apart by its type`,
          );
        }
        return {
          kind: 'union',
          name,
          since,
          discriminant: this.#field(definition.discriminant),
          arms: definition.arms.map(({ cases, declaration, line: armLine }) => ({
            cases: cases.map((constant) => this.#limit(constant, armLine)),
            field: declaration === null ? null : this.#field(declaration),
          })),
        };
    }
  }

  /** @param {Declaration} declaration @returns {Field} */
  #field({ name, type, line }) {
    return { name, type: this.#resolve(type, line) };
  }

  /**
   * @param {XdrType} type
   * @param {number} line
   * @returns {Type}
   */
  #resolve(type, line) {
    if (typeof type === 'string') {
      if (!BASIC_TYPES.has(type) && !this.#declared.has(type)) throw this.#error(line, `unknown type '${type}'`);
      return type;
    }
    switch (type.kind) {
      case 'string':
      case 'opaque':
        return { kind: type.kind, max: this.#limit(type.max, line) };
      case 'fixed-opaque':
        return { kind: type.kind, length: this.#limit(type.length, line) };
      case 'array':
        return { kind: type.kind, of: this.#resolve(type.of, line), max: this.#limit(type.max, line) };
      case 'fixed-array':
        return { kind: type.kind, of: this.#resolve(type.of, line), length: this.#limit(type.length, line) };
      case 'optional':
        return { kind: type.kind, of: this.#resolve(type.of, line) };
    }
  }

  /**
   * @param {Constant | null} constant `null`: as many as XDR's length can say
   * @param {number} line
   * @returns {Limit}
   */
  #limit(constant, line) {
    if (constant === null) return { value: 2 ** 32 - 1, name: null };
    return { value: this.#value(constant, line), name: typeof constant === 'string' ? constant : null };
  }

  /**
   * @param {Constant} constant
   * @param {number} line
   */
  #value(constant, line) {
    if (typeof constant === 'number') return constant;
    const value = this.#values.get(constant);
    if (value === undefined) throw this.#error(line, `unknown constant '${constant}'`);
    return value;
  }

  /**
   * @param {string} name
   * @param {Constant} constant
   * @param {number} line
   */
  #define(name, constant, line) {
    if (this.#values.has(name)) throw this.#error(line, `${name} is declared twice`);
    const value = this.#value(constant, line);
    this.#values.set(name, value);
    return value;
  }

  /** @param {EnumMember} member @returns {Procedure} */
  #procedure({ name, value, comments, line }) {
    const prefix = `${this.#source.name.toUpperCase()}_PROC_`;
    if (!name.startsWith(prefix)) throw this.#error(line, `the procedure ${name} does not begin with ${prefix}`);
    const annotations = readAnnotations(comments, (at, reason) => this.#error(at, reason));
    return {
      name: name.slice(prefix.length),
      number: this.#define(name, value, line),
      since: this.#since,
      args: null,
      ret: null,
      msg: null,
      event: this.#source.name === 'keepalive',
      generate: annotations.generate,
      priority: annotations.priority,
      stream: annotations.stream === null ? null : { ...annotations.stream, sparseFlag: annotations.sparseFlag },
      acl: annotations.acl,
      aclFilter: annotations.aclFilter,
    };
  }

  /**
   * Finds the structs of a procedure by their names, as libvirt's own generator does.
   *
   * @param {Procedure} procedure
   */
  #bind(procedure) {
    const stem = `${this.#source.name}_${procedure.name.toLowerCase()}`;
    /** @param {string} suffix */
    const find = (suffix) => (this.#declared.has(`${stem}_${suffix}`) ? `${stem}_${suffix}` : null);
    procedure.args = find('args');
    procedure.ret = find('ret');
    procedure.msg = find('msg');
    if (procedure.msg !== null) procedure.event = true;
  }

  /** @param {number} line @param {string} reason */
  #error(line, reason) {
    return new XdrSyntaxError(this.#source.path, line, reason);
  }
}
