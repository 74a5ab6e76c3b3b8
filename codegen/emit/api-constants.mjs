// @ts-check
import { doc, header } from './source.mjs';

/** @typedef {import('../model/api-model.mjs').ApiEnum} ApiEnum */

/**
 * What the names of an enum's members have in common, up to an underscore. A lone member has in common with nothing
 * but its enum: what the enum's name begins with.
 *
 * @param {ApiEnum} type
 */
export function commonPrefix({ name, members }) {
  const [first, ...others] = members.map((member) => member.name);
  if (first === undefined) return '';
  const words = first.split('_').slice(0, -1);
  /** @param {number} count */
  const prefix = (count) => words.slice(0, count).join('_') + (count > 0 ? '_' : '');
  let count = 0;
  const fits =
    others.length > 0
      ? (/** @type {number} */ n) => others.every((other) => other.startsWith(prefix(n)))
      : (/** @type {number} */ n) => name.toUpperCase().startsWith(prefix(n).replaceAll('_', ''));
  while (count < words.length && fits(count + 1)) count++;
  return prefix(count);
}

/**
 * `src/api/generated/constants.ts`: a const object and a type for each of C's enums.
 *
 * @param {import('../model/api-model.mjs').ApiModel} model
 * @param {ReadonlySet<string>} flags the enums whose members are or-ed, less `vir`
 */
export function emitApiConstants({ version, enums }, flags) {
  let text = `${header([version])}import type { Flags } from '../flags.js';\n`;
  for (const type of enums) {
    const name = type.name.replace(/^vir/, '');
    const prefix = commonPrefix(type);
    const page = `https://libvirt.org/html/libvirt-${type.header}.html#${type.name}`;
    text += `\n${doc(`C: [${type.name}](${page}), since libvirt ${type.since}`)}`;
    text += `export const ${name} = {\n`;
    for (const member of type.members) {
      const key = member.name.slice(prefix.length);
      const since = member.since === type.since ? '' : `, since libvirt ${member.since}`;
      const number = flags.has(name) ? `, ${member.value}` : '';
      text += doc(`\`${member.name}\`${number}${since}`, '  ');
      const value = flags.has(name) ? `${member.value} as ${name}` : member.value;
      text += `  ${/^\d/.test(key) ? `'${key}'` : key}: ${value},\n`;
    }
    text += '} as const;\n';
    text += flags.has(name)
      ? `export type ${name} = Flags<'${name}'>;\n`
      : `export type ${name} = (typeof ${name})[keyof typeof ${name}];\n`;
  }
  return text;
}

/**
 * `src/protocol/generated/errors.ts`: C's names of the numbers in an error.
 *
 * @param {import('../model/api-model.mjs').ApiModel} model
 */
export function emitErrorNames({ version, enums }) {
  let text = header([version]);
  for (const [name, enumName] of [
    ['errorNumbers', 'virErrorNumber'],
    ['errorDomains', 'virErrorDomain'],
    ['errorLevels', 'virErrorLevel'],
  ]) {
    const type = enums.find((e) => e.name === enumName);
    if (type === undefined) throw new Error(`the API description has no ${enumName}`);
    text += `\n${doc(`The members of \`${enumName}\`, by value.`)}`;
    text += `export const ${name}: Readonly<Record<number, string>> = {\n`;
    for (const member of type.members) text += `  ${member.value}: '${member.name}',\n`;
    text += '};\n';
  }
  return text;
}
