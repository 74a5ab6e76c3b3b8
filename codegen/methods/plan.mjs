// @ts-check
/** Which of C's functions are regular: those whose method follows from the function and its procedure alone. */
import { matchInputs } from './inputs.mjs';
import { CLASSES, comparable, methodOf } from './naming.mjs';
import { matchResult } from './results.mjs';

/**
 * @typedef {import('../api/functions.mjs').ApiFunction} ApiFunction
 * @typedef {import('../model/model.mjs').Model} Model
 *
 * @typedef {object} Plan
 * @property {ApiFunction} one
 * @property {string} type the class
 * @property {string} method
 * @property {string} program
 * @property {string} procedure
 * @property {boolean} byUuid whether it is another method's, whose UUID is written out
 * @property {import('./inputs.mjs').Input[]} inputs
 * @property {import('./inputs.mjs').Sent[]} sent
 * @property {import('./results.mjs').Result} result
 */

/**
 * @param {ApiFunction} one
 * @param {Model} model
 * @returns {Plan | string} or why it is not regular
 */
export function planOf(one, model) {
  const place = methodOf(one);
  if (place === null) return 'takes no object';
  const bytes = /^(vir\w+LookupByUUID)String$/.exec(one.name)?.[1];
  const found = procedureOf(bytes ?? one.name, model);
  if (found === null) return 'has no procedure';
  const { program, procedure } = found;
  if (procedure.stream !== null) return 'opens a stream';
  /** @param {string | null} name */
  const fieldsOf = (name) => {
    const type = program.types.find((one) => one.name === name);
    return type?.kind === 'struct' ? type.fields : [];
  };
  if (bytes !== undefined) {
    const base = /** @type {string} */ (CLASSES[one.returns]);
    const result = { kind: /** @type {const} */ ('object'), type: base, field: '', base, max: null, members: [] };
    const input = {
      name: 'uuid',
      type: 'string',
      kind: /** @type {const} */ ('plain'),
      fallback: null,
      base: null,
      enums: [],
    };
    return {
      one,
      ...place,
      program: program.name,
      procedure: procedure.name,
      byUuid: true,
      inputs: [input],
      sent: [],
      result,
    };
  }
  const args = fieldsOf(procedure.args);
  const matched = matchInputs(one.args, args, place.type);
  if (typeof matched === 'string') return matched;
  const asks = args.some(({ name }) => name === 'nparams');
  const result = matchResult(one, matched.rest, fieldsOf(procedure.ret), asks);
  if (typeof result === 'string') return result;
  const { inputs, sent } = matched;
  return { one, ...place, program: program.name, procedure: procedure.name, byUuid: false, inputs, sent, result };
}

/** @param {string} name @param {Model} model */
function procedureOf(name, model) {
  const wanted = comparable(name.slice(3));
  for (const program of model.programs) {
    const prefix = program.name === 'remote' ? '' : program.name;
    const procedure = program.procedures.find(
      (one) => !one.event && comparable(one.name) === (prefix === '' ? wanted : wanted.replace(prefix, '')),
    );
    if (procedure !== undefined && (prefix === '' || wanted.includes(prefix))) return { program, procedure };
  }
  return null;
}
