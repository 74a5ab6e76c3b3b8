// @ts-check

/**
 * codegen/api-model.json: what the API description says of constants and functions, less everything but names, numbers, types and
 * versions.
 *
 * @typedef {{ name: string, value: number, since: string }} Member
 * @typedef {{ name: string, header: string, since: string, members: Member[] }} ApiEnum
 * @typedef {import('../api/functions.mjs').ApiFunction} ApiFunction
 * @typedef {import('../api/strings.mjs').ApiString} ApiString
 * @typedef {{ version: string, enums: ApiEnum[], strings: ApiString[], functions: ApiFunction[] }} ApiModel
 */

/** A sentinel is no value: it is one more than the last, and moves. `…_COMMAND_ADD_LAST` is a value. */
const SENTINEL = /(?<!_ADD)_LAST$|^VIR_DOMAIN_MEMORY_STAT_NR$/;

/**
 * @param {string} version
 * @param {readonly import('../api/description.mjs').ApiDescription[]} descriptions
 * @returns {ApiModel}
 */
export function describeApi(version, descriptions) {
  const enumerators = descriptions.flatMap((description) => description.enumerators);
  const values = new Map(enumerators.map(({ name, value }) => [name, value]));
  /** @type {Map<string, ApiEnum>} */
  const enums = new Map();
  for (const { name, type, file, since, value } of enumerators) {
    if (SENTINEL.test(name)) continue;
    const declared = descriptions.flatMap((d) => d.enums).find((e) => e.name === type);
    const found = enums.get(type) ?? { name: type, header: file, since: declared?.since ?? since, members: [] };
    enums.set(type, found);
    found.members.push({ name, value: resolve(value, values), since });
  }
  for (const { members } of enums.values()) members.sort((a, b) => a.value - b.value || (a.name < b.name ? -1 : 1));
  const functions = descriptions.flatMap((description) => description.functions).map((one) => known(one, enums));
  const strings = descriptions.flatMap((description) => description.strings);
  strings.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { version, enums: [...enums.values()].sort((a, b) => (a.name < b.name ? -1 : 1)), strings, functions };
}

/**
 * @param {string} value a number, or the name of another enumerator
 * @param {ReadonlyMap<string, string>} values
 * @returns {number}
 */
function resolve(value, values) {
  if (/^-?\d+$/.test(value)) return Number(value);
  const next = values.get(value);
  if (next === undefined) throw new Error(`the API description has no enumerator ${value}`);
  return resolve(next, values);
}

/**
 * @param {ApiFunction} one
 * @param {ReadonlyMap<string, ApiEnum>} enums what a name must be to be an enum's
 * @returns {ApiFunction}
 */
function known({ args, ...rest }, enums) {
  return { ...rest, args: args.map((arg) => ({ ...arg, enums: arg.enums.filter((name) => enums.has(name)) })) };
}
