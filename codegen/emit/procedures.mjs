// @ts-check
import { doc } from './source.mjs';

/** @typedef {import('../model/model.mjs').Program} Program */
/** @typedef {import('../model/model.mjs').Procedure} Procedure */

/**
 * The table of a program's procedures and events.
 *
 * @param {Program} program
 * @param {readonly string[]} versions
 */
export function emitProcedures(program, versions) {
  const { procedures, types } = program;
  const base = versions[0] ?? '';
  let text = doc("The program's procedures and events, by their C names less the program's prefix.");
  text += `export interface Procedures {\n${procedures.map((procedure) => member(procedure, base)).join('')}}\n\n`;
  text += 'export const procedures: Procedures = /*@__PURE__*/ procedureTable<Procedures>(\n';
  text += `  { program: PROGRAM, version: VERSION, prefix: '${program.name}', since: '${base}' },\n`;
  text += `  ${types.length > 0 ? 'types' : '{}'},\n  {\n`;
  text += procedures
    .map((procedure) => `    ${procedure.name}: [${procedure.number}, '${words(procedure, base)}'],\n`)
    .join('');
  return `${text}  },\n);\n`;
}

/** @param {Procedure} procedure @param {string} base the version that goes without saying */
function member(procedure, base) {
  const { name, number, since, args, ret, msg, event, priority, stream } = procedure;
  const notes = [`${event ? 'Event' : 'Procedure'} ${number}`];
  if (stream !== null) notes.push(`opens a stream (${stream.direction})`);
  if (priority === 'high') notes.push('priority high');
  if (since !== base) notes.push(`since libvirt ${since}`);
  const type = event ? `EventMessage<${typeOf(msg)}>` : `Procedure<${typeOf(args)}, ${typeOf(ret)}>`;
  return `${doc(notes.join(', '), '  ')}  readonly ${name}: ${type};\n`;
}

/** @param {string | null} name */
function typeOf(name) {
  return name ?? 'void';
}

/** What `procedureTable` makes a procedure from. @param {Procedure} procedure @param {string} base */
function words({ since, args, ret, msg, event, priority, stream }, base) {
  const words = [];
  if (event) words.push('event');
  if (args !== null) words.push('args');
  if (ret !== null) words.push('ret');
  if (msg !== null) words.push('msg');
  if (stream !== null) words.push(stream.direction);
  if (priority === 'high') words.push('high');
  if (since !== base) words.push(since);
  return words.join(' ');
}
