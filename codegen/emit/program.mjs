// @ts-check
import { emitConstants } from './constants.mjs';
import { emitProcedures } from './procedures.mjs';
import { emitReads } from './reads.mjs';
import { header } from './source.mjs';
import { emitTypes } from './types.mjs';

/** @typedef {import('../model/model.mjs').Model} Model */
/** @typedef {import('../model/model.mjs').Program} Program */

/**
 * The file of every program, by its path below `src/protocol/generated`. It is one: each module costs time to load. What few
 * ask for, which procedures only read, is in another.
 *
 * @param {Model} model
 * @returns {Map<string, string>}
 */
export function emitPrograms({ programs, versions }) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const program of programs) {
    const used = programs.filter(({ name }) => program.uses.includes(name));
    const parts = [
      emitConstants(program, versions),
      program.types.length > 0 ? emitTypes(program, programs, used, versions) : '',
      program.procedures.length > 0 ? emitProcedures(program, versions) : '',
    ];
    const body = parts.filter(Boolean).join('\n');
    files.set(`${program.name}/index.ts`, header(versions) + imports(program, used, body) + body);
    const reads = emitReads(program);
    if (reads !== '') files.set(`${program.name}/reads.ts`, header(versions) + reads);
  }
  return files;
}

/**
 * @param {Program} program
 * @param {readonly Program[]} used
 * @param {string} body
 */
function imports(program, used, body) {
  const code = body.replaceAll(/\/\*\*.*?\*\//g, '');
  /** @param {string} name */
  const needs = (name) => new RegExp(`\\b${name}\\b`).test(code);
  /** @param {string} module @param {readonly string[]} names those of types have `type ` before them */
  const line = (module, names) => {
    const needed = names.filter((name) => needs(name.replace(/^type /, '').replace(/^.* as /, '')));
    if (needed.length === 0) return '';
    const types = needed.every((name) => name.startsWith('type '));
    const list = types ? needed.map((name) => name.slice(5)) : needed;
    return `import ${types ? 'type ' : ''}{ ${list.join(', ')} } from '${module}';\n`;
  };
  return [
    line('../../procedure.js', ['type EventMessage', 'type Procedure', 'procedureTable']),
    line('../../xdr/codec.js', ['type Codec']),
    line('../../xdr/reader.js', ['type XdrReader']),
    line('../../xdr/type-table.js', ['typeTable']),
    line('../../xdr/writer.js', ['type XdrWriter']),
    ...used.map(({ name, types }) =>
      line(`../${name}/index.js`, [...types.map((type) => `type ${type.name}`), `types as ${name}`]),
    ),
    program.constants.length > 0 || program.number !== null ? '\n' : '',
  ].join('');
}
