// @ts-check
/** The text of a method. */
import { fileOf, makerOf } from '../methods/naming.mjs';

/**
 * @typedef {import('../methods/plan.mjs').Plan} Plan
 * @typedef {import('../methods/inputs.mjs').Input} Input
 *
 * @typedef {object} Uses what a file's methods need from elsewhere
 * @property {(name: string, from: string, type?: boolean) => string} use returns the name
 */

/** C names that say less than they could, in TypeScript. @type {Readonly<Record<string, string>>} */
const RENAMED = { xmlDesc: 'xml', xmldesc: 'xml', uuidstr: 'uuid' };

/** @param {string} name */
export function tsName(name) {
  return RENAMED[name] ?? name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}

const ROOT = '../../..';
const WIDTH = 120;

/**
 * @param {Plan} plan
 * @param {{ type: (input: Input) => string, result: string, known: string | undefined, strings: boolean }} shape
 * @param {Uses} uses
 */
export function methodText(plan, { type, result, known, strings }, { use }) {
  const { method, inputs } = plan;
  use('CallOptions', `${ROOT}/rpc/options.js`, true);
  const parameters = inputs.map((input) => {
    const name = tsName(input.name);
    return input.fallback === null ? `${name}: ${type(input)}` : `${name}: ${type(input)} = ${input.fallback}`;
  });
  parameters.push('options?: CallOptions');
  const head = group(`  async ${method}(`, parameters, `): Promise<${result}> {`, '  ');
  return `${head}\n${body(plan, known, strings, use)}  }\n`;
}

/** @param {Plan} plan @param {string | undefined} known @param {boolean} strings @param {Uses['use']} use */
function body(plan, known, strings, use) {
  const { type, result, procedure, program, byUuid, sent, method } = plan;
  if (byUuid) {
    use('parseUuid', `${ROOT}/protocol/uuid.js`);
    return `    return this.${method.replace(/String$/, '')}(parseUuid('uuid', uuid), options);\n`;
  }
  use('sessionOf', '../../connection/base.js');
  const connection = type === 'Connection' ? 'this' : 'this.connection';
  const procedures = program === 'remote' ? use('procedures', `${ROOT}/protocol/generated/remote/index.js`) : program;
  if (program !== 'remote') use(`procedures as ${program}`, `${ROOT}/protocol/generated/${program}/index.js`);
  const fields = sent.map((one) => {
    if ('value' in one) return own(one, plan, use);
    return field(one.field, one.input, known, strings, use);
  });
  const ask = (/** @type {string} */ args) =>
    `sessionOf(${connection}).call(${procedures}.${procedure}, ${args}, options)`;
  /** @param {string} args */
  const text = (args) => resultText(plan, ask(args), connection, use);
  if (fields.length === 0) return text('undefined');
  const short = text(`{ ${fields.join(', ')} }`);
  if (short.split('\n').every((line) => line.length <= WIDTH)) return short;
  if (result.kind !== 'paramsTwice')
    return `${group('    const args = {', fields, '};', '    ', ' ')}\n${text('args')}`;
  const others = fields.filter((one) => one !== 'nparams');
  const rest = group('    const rest = {', others, '};', '    ', ' ');
  return `${rest}\n${text('{ ...rest, nparams }')}`;
}

/** @param {Plan} plan @param {string} ask @param {string} connection @param {Uses['use']} use */
function resultText(plan, ask, connection, use) {
  const { result } = plan;
  const call = `await ${ask}`;
  switch (result.kind) {
    case 'void':
      return `    ${call};\n`;
    case 'value':
      return `    return (${call}).${result.field}${cast(result.type)};\n`;
    case 'names':
      return `    return [...(${call}).${result.field}];\n`;
    case 'boolean':
      return `    return (${call}).${result.field} !== 0;\n`;
    case 'object':
      use('objectsOf', '../../connection/base.js');
      return `    const { ${result.field} } = ${call};\n    return objectsOf(${connection}).${makerOf(result.base ?? '')}(${result.field});\n`;
    case 'objects':
      use('objectsOf', '../../connection/base.js');
      return `    const { ${result.field} } = ${call};\n    return ${result.field}.map(objectsOf(${connection}).${makerOf(result.base ?? '')});\n`;
    case 'params':
      use('readTypedParams', '../../typed-params.js');
      return `    return readTypedParams((${call}).${result.field});\n`;
    case 'paramsTwice':
      use('countedParams', '../../counted-params.js');
      use('AskCounted', '../../counted-params.js', true);
      return `    const ask: AskCounted = (nparams, options) =>\n      ${ask};\n    return countedParams(ask, options);\n`;
    case 'record':
      return record(plan, call, use);
  }
}

/** @param {string} type */
function cast(type) {
  return /^(number|bigint|string|string \| null)$/.test(type) ? '' : ` as ${type}`;
}

/** @param {{ field: string, value: string }} one @param {Plan} plan @param {Uses['use']} use */
function own({ field, value }, { result, program }, use) {
  const max = typeof result.max === 'object' && result.max !== null ? result.max : null;
  const limit = () => {
    const name = /** @type {{ name: string | null } | null} */ (max)?.name ?? null;
    if (name === null) throw new Error(`${field} has no limit with a name`);
    return use(name, `${ROOT}/protocol/generated/${program}/index.js`);
  };
  if (value === 'wireOf(this)') use('wireOf', '../../object.js');
  if (value === 'maxnames') return `${field}: ${limit()}`;
  if (value === 'nparams') return result.kind === 'paramsTwice' ? field : `${field}: ${limit()}`;
  return `${field}: ${value}`;
}

/** @param {string} field @param {Input} input @param {string | undefined} known @param {boolean} strings @param {Uses['use']} use */
function field(field, { name, kind, base }, known, strings, use) {
  const argument = tsName(name);
  switch (kind) {
    case 'boolean':
      return `${field}: ${argument} ? 1 : 0`;
    case 'uuid':
      return `${field}: ${use('uuidArgument', '../../arguments.js')}('${argument}', ${argument})`;
    case 'object': {
      const type = use(`${base}Base`, `../../base/${fileOf(base ?? '')}.js`);
      return `${field}: ${use('objectArgument', '../../arguments.js')}('${argument}', ${argument}, ${type})`;
    }
    case 'params':
      use('writeTypedParams', '../../typed-params.js');
      if (known === undefined) return `${field}: writeTypedParams(${argument}, {})`;
      return `${field}: writeTypedParams(${argument}, ${use(known, '../known-types.js')})`;
    case 'flags':
      if (!strings) return field === argument ? field : `${field}: ${argument}`;
      use('stringOkay', '../../counted-params.js');
      return `${field}: ${argument} | (await stringOkay(this.connection, options))`;
    default:
      return field === argument ? field : `${field}: ${argument}`;
  }
}

/** @param {Plan} plan @param {string} call @param {Uses['use']} use */
function record({ result }, call, use) {
  const members = result.members.flatMap(({ name, type, note }) => {
    if (note === 'chars') return [`${name}: ${use('charsToString', '../../arguments.js')}(${`info.${name}`})`];
    return /^(number|bigint)$/.test(type) ? [] : [`${name}: info.${name} as ${type}`];
  });
  if (members.length === 0) return `    return ${call};\n`;
  return `    const info = ${call};\n    return { ...info, ${members.join(', ')} };\n`;
}

/**
 * What is between parentheses or braces: on one line, or a line each.
 *
 * @param {string} open
 * @param {readonly string[]} parts
 * @param {string} close
 * @param {string} indent
 * @param {string} [space] inside them
 */
export function group(open, parts, close, indent, space = '') {
  const line = `${open}${space}${parts.join(', ')}${space}${close}`;
  if (line.length <= WIDTH) return line;
  return `${open}\n${parts.map((part) => `${indent}  ${part},\n`).join('')}${indent}${close}`;
}
