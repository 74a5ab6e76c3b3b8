// @ts-check
import { KNOWN_TYPES, typeOf } from '../facts/known-types.mjs';
import { doc, header, quote } from './source.mjs';
import { groupStrings } from './string-constants.mjs';

/**
 * `src/api/generated/known-types.ts`: the types of the typed parameters that functions set, by name.
 *
 * @param {import('../model/api-model.mjs').ApiModel} model
 */
export function emitKnownTypes({ version, strings }) {
  const groups = groupStrings(strings);
  let text = `${header([version])}import type { KnownTypes } from '../typed-params.js';\n`;
  for (const [name, { prefix, functions }] of Object.entries(KNOWN_TYPES)) {
    text += `\n${doc(`\`${prefix}…\`, which ${functions.join(' and ')} take${functions.length > 1 ? '' : 's'}.`)}`;
    text += `export const ${name}: KnownTypes = {\n`;
    for (const constant of groups.get(prefix) ?? []) {
      const type = typeOf(constant);
      if (type === undefined) throw new Error(`codegen/facts/known-types.mjs does not say what ${constant.name} is`);
      text += `  ${/^[A-Za-z_]\w*$/.test(constant.value) ? constant.value : quote(constant.value)}: ${quote(type)},\n`;
    }
    text += '};\n';
  }
  return text;
}
