// @ts-check
import { ADDITIONS } from '../facts/additions.mjs';
import { OPEN_ENUMS, RECURRING, STREAMS } from '../facts/corrections.mjs';

/** @typedef {import('./model.mjs').Program} Program */

/**
 * The programs with the hand-written facts applied. A fact that no longer fits what the descriptions
 * say is an error: it is either wrong or done with.
 *
 * @param {readonly Program[]} programs
 * @returns {Program[]}
 */
export function applyFacts(programs) {
  const result = structuredClone(/** @type {Program[]} */ (programs));

  /** @param {string} name */
  const programOf = (name) => find(result, name, 'program');

  for (const { program: name, types, procedures } of ADDITIONS) {
    const program = programOf(name);
    for (const added of types) {
      if (program.types.some((type) => type.name === added.name))
        throw new Error(`${added.name} is in the description by now`);
    }
    for (const added of procedures) {
      if (program.procedures.some(({ number }) => number === added.number)) {
        throw new Error(`procedure ${added.number} is in the description by now`);
      }
    }
    program.types.push(...types);
    program.procedures.push(...procedures);
  }

  for (const { program, procedure: name, annotated, direction } of STREAMS) {
    const procedure = find(programOf(program).procedures, name, 'procedure');
    const stream = procedure.stream;
    if ((stream?.direction ?? null) !== annotated) {
      throw new Error(`${name} is annotated ${stream?.direction}, not ${annotated}: its correction no longer fits`);
    }
    procedure.stream = { direction, parameter: stream?.parameter ?? null, sparseFlag: stream?.sparseFlag ?? null };
  }

  const types = result.flatMap((program) => program.types);
  for (const { name } of OPEN_ENUMS) {
    const type = find(types, name, 'type');
    if (type.kind !== 'enum') throw new Error(`${name} is no enum`);
    type.open = true;
  }
  for (const { type: name, field } of RECURRING) {
    const type = find(types, name, 'type');
    if (type.kind !== 'struct') throw new Error(`${name} is no struct`);
    find(type.fields, field, 'field').recurring = true;
  }
  return result;
}

/**
 * @template {{ name: string }} T
 * @param {readonly T[]} items
 * @param {string} name
 * @param {string} what
 * @returns {T}
 */
function find(items, name, what) {
  const item = items.find((candidate) => candidate.name === name);
  if (item === undefined) throw new Error(`a fact is about the ${what} ${name}, which there is not`);
  return item;
}
