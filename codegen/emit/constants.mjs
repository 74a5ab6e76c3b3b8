// @ts-check
import { doc } from './source.mjs';

/** @typedef {import('../model/model.mjs').Program} Program */

/**
 * A program's constants: its number and version, limits, and the members of its enums.
 *
 * @param {Program} program
 * @param {readonly string[]} versions
 */
export function emitConstants(program, versions) {
  const base = versions[0];
  let text = '';
  if (program.number !== null) {
    text += `${doc('The number of the program, in the header of each of its messages.')}`;
    text += `export const PROGRAM = 0x${program.number.toString(16).padStart(8, '0')};\n`;
  }
  if (program.version !== null) {
    text += `${doc("The version of the program's protocol, in the header of each of its messages.")}`;
    text += `export const VERSION = ${program.version};\n`;
  }
  if (program.constants.length > 0 && text !== '') text += '\n';
  for (const { name, value, since } of program.constants) {
    if (since !== base) text += doc(`Since libvirt ${since}`);
    text += `export const ${name} = ${value};\n`;
  }
  for (const type of program.types) {
    if (type.kind !== 'enum') continue;
    text += `\n// ${type.name}\n`;
    for (const { name, value } of type.members) text += `export const ${name} = ${value};\n`;
  }
  return text;
}
