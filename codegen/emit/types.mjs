// @ts-check
import { TypeTable } from '../model/wire-form.mjs';
import { Access } from './access.mjs';
import { emitDeclaration } from './declarations.mjs';
import { emitFunctions } from './functions.mjs';
import { doc } from './source.mjs';
import { compact } from './type-text.mjs';

/** @typedef {import('../model/model.mjs').Program} Program */
/** @typedef {import('../model/model.mjs').TypeDefinition} TypeDefinition */

/**
 * A program's types: each one's TypeScript type, and the table of their codecs, `types`. A payload,
 * which comes once a message, is in the table as text; what payloads are made of, as the functions that
 * read and write it.
 *
 * @param {Program} program
 * @param {readonly Program[]} programs
 * @param {readonly Program[]} used those of which it names types
 * @param {readonly string[]} versions
 */
export function emitTypes(program, programs, used, versions) {
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
  return body.slice(1) + emitTable(program, entries, used);
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
