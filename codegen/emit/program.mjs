// @ts-check
import { emitConstants } from './constants.mjs';
import { emitProcedures } from './procedures.mjs';
import { header } from './source.mjs';
import { emitTypes } from './types.mjs';

/** @typedef {import('../model/model.mjs').Model} Model */
/** @typedef {import('../model/model.mjs').Program} Program */

/**
 * The files of every program, by their path below `src/protocol/generated`.
 *
 * @param {Model} model
 * @returns {Map<string, string>}
 */
export function emitPrograms({ programs, versions }) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const program of programs) {
    files.set(`${program.name}/constants.ts`, emitConstants(program, versions));
    if (program.types.length > 0) files.set(`${program.name}/types.ts`, emitTypes(program, programs, versions));
    if (program.procedures.length > 0) files.set(`${program.name}/procedures.ts`, emitProcedures(program, versions));
    files.set(`${program.name}/index.ts`, emitIndex(program, versions));
  }
  return files;
}

/**
 * What `libvirt-rpc/protocol` shows of a program. The library itself imports the other files.
 *
 * @param {Program} program
 * @param {readonly string[]} versions
 */
function emitIndex({ types, procedures }, versions) {
  let text = `${header(versions)}export * from './constants.js';\n`;
  if (procedures.length > 0) text += "export * from './procedures.js';\n";
  if (types.length > 0) text += "export * from './types.js';\n";
  return text;
}
