// @ts-check
import { DOMParser } from '@xmldom/xmldom';
import { readFunctions } from './functions.mjs';
import { readStrings } from './strings.mjs';

/**
 * What libvirt's API description, `libvirt-api.xml` and its siblings, says of constants and functions.
 *
 * @typedef {object} ApiDescription
 * @property {{ name: string, value: string, type: string, file: string, since: string }[]} enumerators
 *   `value` is a number or the name of another enumerator
 * @property {{ name: string, file: string, since: string }[]} enums
 * @property {import('./strings.mjs').ApiString[]} strings macros that stand for a string
 * @property {{ name: string, text: string, since: string }[]} macros all others without parameters, as C has them
 * @property {import('./functions.mjs').ApiFunction[]} functions
 */

/**
 * @param {string} xml
 * @param {string} path for error messages
 * @returns {ApiDescription}
 */
export function readApiDescription(xml, path) {
  const document = new DOMParser({
    onError: (_level, message) => {
      throw new Error(`${path}: ${message}`);
    },
  }).parseFromString(xml, 'text/xml');

  /** @param {string} tag */
  const elements = (tag) =>
    [...document.getElementsByTagName(tag)].map((element) => ({
      /** @param {string} attribute */
      get: (attribute) => element.getAttribute(attribute),
      /** @param {string} attribute */
      need: (attribute) => {
        const value = element.getAttribute(attribute);
        if (value === null) {
          throw new Error(
            `${path}:${element.lineNumber}: <${tag} name='${element.getAttribute('name')}'> has no ${attribute}`,
          );
        }
        return value;
      },
    }));

  const macros = elements('macro').filter(({ get }) => get('params') === null);
  return {
    enumerators: elements('enum').map(({ need }) => ({
      name: need('name'),
      value: need('value'),
      type: need('type'),
      file: need('file'),
      since: need('version'),
    })),
    enums: elements('typedef')
      .filter(({ get }) => get('type') === 'enum')
      .map(({ need }) => ({ name: need('name'), file: need('file'), since: need('version') })),
    strings: readStrings(document, path),
    macros: macros
      .filter(({ get }) => get('string') === null)
      .map(({ need }) => ({ name: need('name'), text: need('raw'), since: need('version') })),
    functions: readFunctions(document, path),
  };
}

const SUM = /^\(?(\d+)(?: ?\+ ?(\d+))?\)?$/;

/**
 * The constants of C headers that protocol descriptions may name: macros that stand for a number, and
 * enumerators.
 *
 * @param {readonly ApiDescription[]} apis
 * @returns {Map<string, number>}
 */
export function headerConstants(apis) {
  /** @type {Map<string, number>} */
  const constants = new Map();
  for (const { name, text } of apis.flatMap(({ macros }) => macros)) {
    const sum = SUM.exec(text);
    if (sum !== null) constants.set(name, Number(sum[1]) + Number(sum[2] ?? 0));
  }
  for (const { name, value } of apis.flatMap(({ enumerators }) => enumerators)) {
    if (/^-?\d+$/.test(value)) constants.set(name, Number(value));
  }
  return constants;
}
