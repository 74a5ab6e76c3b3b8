// @ts-check

/**
 * A macro that stands for a string: a parameter's name, most of them.
 *
 * @typedef {object} ApiString
 * @property {string} name
 * @property {string} value
 * @property {string} header
 * @property {string} since
 * @property {string} [type] a typed parameter's, of `TYPES`, where the macro's text says so
 */

/** What a macro's text calls the types of typed parameters. @type {Readonly<Record<string, string>>} */
const TYPES = {
  INT: 'int',
  int: 'int',
  UINT: 'uint',
  uint: 'uint',
  'unsigned int': 'uint',
  LLONG: 'llong',
  llong: 'llong',
  'long long': 'llong',
  ULLONG: 'ullong',
  ullong: 'ullong',
  'unsigned long long': 'ullong',
  DOUBLE: 'double',
  double: 'double',
  BOOLEAN: 'boolean',
  boolean: 'boolean',
  STRING: 'string',
  string: 'string',
};

/** The longest name first: `unsigned long long` is no `unsigned`. */
const SAID = new RegExp(
  String.raw`(?:\bVIR_TYPED_PARAMS?_|\b(?:as|type of) (?:an? )?)(${Object.keys(TYPES)
    .sort((a, b) => b.length - a.length)
    .join('|')})\b`,
);

/**
 * @param {import('@xmldom/xmldom').Document} document
 * @param {string} path for error messages
 * @returns {ApiString[]}
 */
export function readStrings(document, path) {
  return [...document.getElementsByTagName('macro')]
    .filter((element) => element.getAttribute('string') !== null && element.getAttribute('params') === null)
    .map((element) => {
      /** @param {string} attribute */
      const need = (attribute) => {
        const value = element.getAttribute(attribute);
        if (value === null) throw new Error(`${path}:${element.lineNumber}: <macro> has no ${attribute}`);
        return value;
      };
      const type = typeSaid(element.getElementsByTagName('info')[0]?.textContent ?? '');
      return {
        name: need('name'),
        value: need('string'),
        header: need('file'),
        since: need('version'),
        ...(type === undefined ? {} : { type }),
      };
    });
}

/**
 * The type that a macro's text says the parameter has.
 *
 * @param {string} text
 */
export function typeSaid(text) {
  const [, said] = SAID.exec(text.replace(/\s+/g, ' ')) ?? [];
  return said === undefined ? undefined : TYPES[said];
}
