// @ts-check
import { TypeTable } from '../model/wire-form.mjs';
import { Access } from './access.mjs';
import { emitDeclaration } from './declarations.mjs';
import { emitFunctions } from './functions.mjs';
import { doc, header } from './source.mjs';
import { compact } from './type-text.mjs';

/** @typedef {import('../model/model.mjs').Program} Program */
/** @typedef {import('../model/model.mjs').TypeDefinition} TypeDefinition */

/**
 * `types.ts` of a program: each type's TypeScript type, and the table of their codecs, `types`. A payload,
 * which comes once a message, is in the table as text; what payloads are made of, as the functions that
 * read and write it.
 *
 * @param {Program} program
 * @param {readonly Program[]} programs
 * @param {readonly string[]} versions
 */
export function emitTypes(program, programs, versions) {
  const table = new TypeTable(programs);
  const payloads = new Set(program.procedures.flatMap(({ args, ret, msg }) => [args, ret, msg]));
  const coded = program.types.filter(({ name }) => !payloads.has(name));
  const access = new Access(table, new Set(coded.map(({ name }) => name)));
  let body = '';
  let entries = '';
  for (const type of program.types) {
    body += `\n${emitDeclaration(type, versions[0])}`;
    if (payloads.has(type.name)) {
      entries += `  ${type.name}: '${members(type, table)}',\n`;
    } else {
      body += emitFunctions(type, access);
      entries += `  ${type.name}: [read_${type.name}, write_${type.name}, ${table.minimalSize(type.name)}],\n`;
    }
  }
  // A list's elements may be lists themselves, which adds to the set while it is walked.
  for (const name of access.lists) body += access.listFunctions(name);
  for (const name of access.vectors) body += access.vectorFunctions(name);
  const used = programs.filter(({ name }) => program.uses.includes(name));
  return header(versions) + imports(used, coded.length > 0, body) + body + emitTable(program, entries, used);
}

/**
 * A payload's members, as `typeTable` takes them.
 *
 * @param {TypeDefinition} payload
 * @param {TypeTable} table
 */
function members(payload, table) {
  if (payload.kind !== 'struct') throw new Error(`the payload ${payload.name} is no struct`);
  for (const { type } of payload.fields) table.checkElements(type);
  return payload.fields.map(({ name, type }) => `${name}:${compact(type)}`).join(' ');
}

/**
 * @param {readonly Program[]} used
 * @param {boolean} functions whether the file has any
 * @param {string} body
 */
function imports(used, functions, body) {
  let text = "import type { Codec } from '../../xdr/codec.js';\n";
  if (functions) {
    text += "import type { XdrReader } from '../../xdr/reader.js';\n";
    text += "import { typeTable } from '../../xdr/type-table.js';\n";
    text += "import type { XdrWriter } from '../../xdr/writer.js';\n";
  } else {
    text += "import { typeTable } from '../../xdr/type-table.js';\n";
  }
  const code = body.replaceAll(/\/\*\*.*?\*\//g, '');
  for (const { name: program, types } of used) {
    const names = types.map(({ name }) => name).filter((name) => new RegExp(`\\b${name}\\b`).test(code));
    const named = [...names.map((name) => `type ${name}`), `types as ${program}`];
    text += `import { ${named.join(', ')} } from '../${program}/types.js';\n`;
  }
  return text;
}

/**
 * @param {Program} program
 * @param {string} entries
 * @param {readonly Program[]} used
 */
function emitTable({ types }, entries, used) {
  const [first, ...others] = used.map(({ name }) => name);
  if (others.length > 0) throw new Error('a program uses the types of one other at most');
  return `
${doc("The program's codecs, by the names of their types.")}export interface Types {
${types.map(({ name }) => `  readonly ${name}: Codec<${name}>;\n`).join('')}}

export const types: Types = /*@__PURE__*/ typeTable<Types>({
${entries}}${first === undefined ? '' : `, ${first}`});
`;
}
