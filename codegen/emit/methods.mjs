// @ts-check
/** src/api/generated: the methods of each class, the flags that they take, and what they return. */
import { knownTypesFor, stringGroupsFor } from '../facts/known-types.mjs';
import { RECORDS } from '../facts/records.mjs';
import { fileOf } from '../methods/naming.mjs';
import { methodDoc, page } from './method-doc.mjs';
import { group, methodText, tsName } from './method-text.mjs';
import { doc, header } from './source.mjs';

/**
 * @typedef {import('../methods/plan.mjs').Plan} Plan
 * @typedef {import('../api/functions.mjs').ApiFunction} ApiFunction
 * @typedef {import('../facts/functions/index.mjs').FunctionFacts} FunctionFacts
 * @typedef {Readonly<Record<string, FunctionFacts>>} Facts
 */

/**
 * The enums of a function's flags, less `vir`.
 *
 * @param {ApiFunction} one
 * @param {FunctionFacts | undefined} facts
 * @returns {readonly string[]}
 */
export function flagsOf({ args }, facts) {
  const said = facts?.flags;
  if (said === 'none') return [];
  if (said !== undefined) return typeof said === 'string' ? [said] : said;
  return (args.find(({ name }) => name === 'flags')?.enums ?? []).map((name) => name.replace(/^vir/, ''));
}

/** Enums whose members are or-ed, in arguments that C does not call flags. */
const BITS = ['DomainGuestInfoTypes', 'DomainStatsTypes'];

/** The enums whose members are or-ed. @param {readonly ApiFunction[]} functions @param {Facts} facts */
export function flagEnums(functions, facts) {
  return new Set([...functions.flatMap((one) => [...flagsOf(one, facts[one.name])]), ...BITS]);
}

/** Where a class's methods are put in a chain. @param {string} type */
function baseOf(type) {
  return type === 'Connection'
    ? { name: 'ConnectionBase', file: '../../connection/base.js' }
    : { name: `${type}Base`, file: `../../base/${fileOf(type)}.js` };
}

/**
 * A file for each class that has regular methods.
 *
 * @param {readonly Plan[]} plans
 * @param {Facts} facts
 * @param {string} version
 * @returns {Map<string, string>}
 */
export function emitMethods(plans, facts, version) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const type of new Set(plans.map((plan) => plan.type))) {
    const own = plans.filter((plan) => plan.type === type);
    files.set(`methods/${fileOf(type)}.ts`, emitClass(type, own, facts, version));
  }
  return files;
}

/** @param {string} type @param {readonly Plan[]} plans @param {Facts} facts @param {string} version */
function emitClass(type, plans, facts, version) {
  /** @type {Map<string, Map<string, boolean>>} */
  const imports = new Map();
  /** @type {import('./method-text.mjs').Uses['use']} */
  const use = (name, from, typeOnly = false) => {
    const names = imports.get(from) ?? new Map();
    imports.set(from, names.set(name, (names.get(name) ?? true) && typeOnly));
    return name;
  };
  const base = baseOf(type);
  use(base.name, base.file);
  const methods = plans.map((plan) => {
    const said = facts[plan.one.name];
    const flags = flagsOf(plan.one, said);
    for (const name of flags) use(name, '../constants.js', true);
    const known = knownTypesFor(plan.one.name);
    const groups =
      stringGroupsFor(plan.one.name)
        .map((name) => `\`${name}\``)
        .join(' and ') || undefined;
    const shape = {
      type: (/** @type {import('../methods/inputs.mjs').Input} */ input) => inputType(input, said, flags, use),
      result: resultType(plan, said, use),
      known,
      strings: /^params/.test(plan.result.kind) && flags.includes('TypedParameterFlags'),
    };
    const typed = { ...plan, result: { ...plan.result, type: shape.result, members: membersOf(plan, use) } };
    return methodDoc(plan, said, flags, tsName, groups) + methodText(typed, shape, { use });
  });
  let text = header([version]);
  for (const [from, names] of [...imports].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const values = [...names.values()].some((typeOnly) => !typeOnly);
    const list = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
    const words = list.map(([name, typeOnly]) => (values && typeOnly ? `type ${name}` : name));
    text += `${group(`import ${values ? '' : 'type '}{`, words, `} from '${from}';`, '', ' ')}\n`;
  }
  text += `\n${doc(`The methods of \`${type}\` that follow from C's functions and the protocol alone.`)}`;
  return `${text}export abstract class ${type}Methods extends ${base.name} {\n${methods.join('\n')}}\n`;
}

/**
 * @param {import('../methods/inputs.mjs').Input} input
 * @param {FunctionFacts | undefined} facts
 * @param {readonly string[]} flags
 * @param {import('./method-text.mjs').Uses['use']} use
 */
function inputType({ name, type, kind, base, enums }, facts, flags, use) {
  if (kind === 'flags') return flags.length === 0 ? 'number' : flags.join(' | ');
  if (kind === 'params') return use('TypedParamsInput', '../../typed-params.js', true);
  if (kind === 'object') return use(/** @type {string} */ (base), `../../${fileOf(base ?? '')}.js`, true);
  const said = facts?.enums?.[name] ?? (type === 'number' ? enums[0]?.replace(/^vir/, '') : undefined);
  return said === undefined ? type : use(said, '../constants.js', true);
}

/** @param {Plan} plan @param {FunctionFacts | undefined} facts @param {import('./method-text.mjs').Uses['use']} use */
function resultType({ result, type }, facts, use) {
  const { kind, base } = result;
  if (base !== null) {
    if (base !== type) use(base, base === 'Domain' ? '../../domain/domain.js' : `../../${fileOf(base)}.js`, true);
    else use(base, base === 'Connection' ? '../../connection/connection.js' : `../../${fileOf(base)}.js`, true);
    return result.type;
  }
  if (/^params/.test(kind)) return use('TypedParams', '../../typed-params.js', true);
  if (kind === 'record') return use(recordName(result.type), '../records.js', true);
  if (kind === 'value' && facts?.returnsEnum !== undefined) return use(facts.returnsEnum, '../constants.js', true);
  return result.type;
}

/** @param {Plan} plan @param {import('./method-text.mjs').Uses['use']} use */
function membersOf({ result }, use) {
  const enums = RECORDS[result.type]?.enums ?? {};
  return result.members.map((member) => {
    const name = enums[member.name];
    return name === undefined ? member : { ...member, type: use(name, '../constants.js', true) };
  });
}

/** @param {string} type */
function recordName(type) {
  return RECORDS[type]?.name ?? type;
}

/**
 * The plain structs that methods return.
 *
 * @param {readonly Plan[]} plans
 * @param {string} version
 */
export function emitRecords(plans, version) {
  const records = plans.filter(({ result }) => result.kind === 'record');
  const names = [...new Set(records.map(({ result }) => result.type))].sort();
  const enums = [...new Set(names.flatMap((name) => Object.values(RECORDS[name]?.enums ?? {})))].sort();
  let text = `${header([version])}${group('import type {', enums, "} from './constants.js';", '', ' ')}\n`;
  for (const name of names) {
    const { result } = /** @type {Plan} */ (records.find((plan) => plan.result.type === name));
    const facts = RECORDS[name];
    if (facts === undefined) throw new Error(`codegen/facts/records.mjs says nothing of ${name}`);
    const by = records
      .filter((plan) => plan.result.type === name)
      .map(({ one }) => page(one))
      .join(', ');
    text += `\n/**\n * ${facts.summary}\n *\n * C: ${by}\n */\nexport interface ${recordName(name)} {\n`;
    for (const member of result.members) {
      const said = facts.members[member.name];
      if (said === undefined) throw new Error(`codegen/facts/records.mjs says nothing of ${name}.${member.name}`);
      text += `${doc(said, '  ')}  readonly ${member.name}: ${facts.enums?.[member.name] ?? member.type};\n`;
    }
    text += '}\n';
  }
  return text;
}
