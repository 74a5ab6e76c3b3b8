// @ts-check
import { TypeTable } from './wire-form.mjs';

/** @typedef {import('./model.mjs').Program} Program */
/** @typedef {import('./model.mjs').TypeDefinition} TypeDefinition */

/** Two versions of libvirt whose protocols contradict each other. */
export class IncompatibleChange extends Error {
  /** @param {string[]} changes */
  constructor(changes) {
    super(`the protocol changed incompatibly:\n  ${changes.join('\n  ')}`);
    this.name = 'IncompatibleChange';
  }
}

/**
 * The newer programs, where whatever the older ones have too is marked as being there since then.
 *
 * @param {readonly Program[]} older
 * @param {readonly Program[]} newer
 * @returns {{ programs: Program[], notes: string[] }} `notes` name each limit that is not what it was
 * @throws {IncompatibleChange} where something that the older ones have is gone, or travels differently
 */
export function merge(older, newer) {
  /** @type {string[]} */
  const changes = [];
  /** @type {string[]} */
  const notes = [];
  const olderTypes = new TypeTable(older);
  const newerTypes = new TypeTable(newer);
  const programs = newer.map((program) => {
    const before = older.find(({ name }) => name === program.name);
    if (before === undefined) return program;
    for (const what of /** @type {const} */ (['number', 'version'])) {
      if (before[what] !== program[what])
        changes.push(`${program.name}: ${what} ${before[what]} became ${program[what]}`);
    }
    const constants = mergeByName(before.constants, program.constants, changes, (was, is) => {
      if (was.value !== is.value) notes.push(`${is.name}: ${was.value} became ${is.value}`);
    });
    const types = mergeByName(before.types, program.types, changes, (was, is) => {
      if (olderTypes.form(was.name, false) !== newerTypes.form(is.name, false)) {
        changes.push(`${is.name}: ${olderTypes.form(was.name, true)} became ${newerTypes.form(is.name, true)}`);
      } else if (olderTypes.form(was.name, true) !== newerTypes.form(is.name, true)) {
        notes.push(`${is.name}: ${olderTypes.form(was.name, true)} became ${newerTypes.form(is.name, true)}`);
      }
    });
    const procedures = mergeByName(before.procedures, program.procedures, changes, (was, is) => {
      for (const what of /** @type {const} */ (['number', 'args', 'ret', 'msg'])) {
        if (was[what] !== is[what]) changes.push(`${is.name}: ${what} ${was[what]} became ${is[what]}`);
      }
    });
    return { ...program, constants, types, procedures };
  });
  for (const { name } of older) {
    if (!newer.some((program) => program.name === name)) changes.push(`${name}: the program is gone`);
  }
  if (changes.length > 0) throw new IncompatibleChange(changes);
  return { programs, notes };
}

/**
 * @template {{ name: string, since: string }} T
 * @param {readonly T[]} older
 * @param {readonly T[]} newer
 * @param {string[]} changes
 * @param {(was: T, is: T) => void} compare
 * @returns {T[]}
 */
function mergeByName(older, newer, changes, compare) {
  const before = new Map(older.map((item) => [item.name, item]));
  const merged = newer.map((is) => {
    const was = before.get(is.name);
    if (was === undefined) return is;
    before.delete(is.name);
    compare(was, is);
    return { ...is, since: was.since };
  });
  for (const name of before.keys()) changes.push(`${name} is gone`);
  return merged;
}
