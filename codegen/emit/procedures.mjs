// @ts-check
import { doc, header, quote } from './source.mjs';

/** @typedef {import('../model/model.mjs').Program} Program */
/** @typedef {import('../model/model.mjs').Procedure} Procedure */

/**
 * `procedures.ts` of a program: a constant for each procedure and each event message.
 *
 * @param {Program} program
 * @param {readonly string[]} versions
 */
export function emitProcedures(program, versions) {
  const { procedures } = program;
  const calls = procedures.some(({ event }) => !event);
  const events = procedures.some(({ event }) => event);
  const typed = procedures.some(({ args, ret, msg }) => (args ?? ret ?? msg) !== null);
  const untyped = procedures.some(({ event, args, ret, msg }) => (event ? msg : args && ret) === null);
  const functions = [calls ? 'type Procedure, procedure' : '', events ? 'type EventMessage, eventMessage' : ''];
  let text = header(versions);
  text += `import { ${functions.filter(Boolean).reverse().join(', ')} } from '../../procedure.js';\n`;
  if (untyped) text += "import { xdrVoid } from '../../xdr/codec.js';\n";
  text += "import { PROGRAM, VERSION } from './constants.js';\n";
  if (typed) text += "import * as types from './types.js';\n";
  return text + procedures.map((procedure) => emitProcedure(procedure, versions[0])).join('');
}

/**
 * @param {Procedure} procedure
 * @param {string | undefined} base the version that goes without saying
 */
function emitProcedure(procedure, base) {
  const { name, number, since, args, ret, msg, event, priority, stream } = procedure;
  const comment = [`${event ? 'Event' : 'Procedure'} ${number}${since === base ? '' : `, since libvirt ${since}`}`];
  const common = `PROGRAM, VERSION, '${name}', ${number}`;
  if (event) {
    return `\n${doc(comment.join(' '))}export const ${name}: EventMessage<${type(msg)}> = /*@__PURE__*/ eventMessage(
  ${common}, ${codec(msg)}, ${quote(since)},
);
`;
  }
  const direction = stream === null ? 'null' : quote(stream.direction);
  return `\n${doc(comment.join(' '))}export const ${name}: Procedure<${type(args)}, ${type(ret)}> = /*@__PURE__*/ procedure(
  ${common}, ${codec(args)}, ${codec(ret)}, ${direction}, ${quote(priority)}, ${quote(since)},
);
`;
}

/** @param {string | null} name */
function type(name) {
  return name === null ? 'void' : `types.${name}`;
}

/** @param {string | null} name */
function codec(name) {
  return name === null ? 'xdrVoid' : `types.${name}`;
}
