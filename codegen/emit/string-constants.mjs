// @ts-check
import { typeOf } from '../facts/known-types.mjs';
import { prefixOf, STRING_GROUPS } from '../facts/string-groups.mjs';
import { doc, header, quote } from './source.mjs';

/** @typedef {import('../api/strings.mjs').ApiString} ApiString */

/**
 * String constants by the prefix of their group.
 *
 * @param {readonly ApiString[]} strings
 */
export function groupStrings(strings) {
  /** @type {Map<string, ApiString[]>} */
  const groups = new Map();
  for (const constant of strings) {
    const prefix = prefixOf(constant.name);
    groups.set(prefix, [...(groups.get(prefix) ?? []), constant]);
  }
  return groups;
}

/**
 * `src/api/generated/string-constants.ts`: a const object and a type for each of C's families of macros that stand for a
 * string.
 *
 * @param {import('../model/api-model.mjs').ApiModel} model
 */
export function emitStringConstants({ version, strings }) {
  let text = header([version]);
  for (const [prefix, members] of groupStrings(strings)) {
    const name = STRING_GROUPS[prefix];
    text += `\n${doc(`C: the macros \`${prefix}…\` of libvirt/${members[0]?.header}.h`)}`;
    text += `export const ${name} = {\n`;
    for (const member of members) {
      const key = member.name.slice(prefix.length);
      text += doc(`\`${member.name}\`${kind(member)}, since libvirt ${member.since}`, '  ');
      text += `  ${/^\d/.test(key) ? `'${key}'` : key}: ${quote(member.value)},\n`;
    }
    text += `} as const;\nexport type ${name} = (typeof ${name})[keyof typeof ${name}];\n`;
  }
  return text;
}

/** @param {ApiString} member */
function kind(member) {
  const type = typeOf(member);
  return type === undefined ? '' : ` (\`${type}\`)`;
}
