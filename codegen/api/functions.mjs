// @ts-check

/**
 * What the API description says of a function, less its texts: of those, only which enums an argument's text names.
 *
 * @typedef {{ name: string, type: string, enums: string[] }} ApiArgument
 * @typedef {{ name: string, header: string, since: string, returns: string, args: ApiArgument[] }} ApiFunction
 */

/**
 * @param {import('@xmldom/xmldom').Document} document
 * @param {string} path for error messages
 * @returns {ApiFunction[]}
 */
export function readFunctions(document, path) {
  return [...document.getElementsByTagName('function')].map((element) => {
    /** @param {import('@xmldom/xmldom').Element} of @param {string} attribute */
    const need = (of, attribute) => {
      const value = of.getAttribute(attribute);
      if (value === null) throw new Error(`${path}:${of.lineNumber}: <${of.tagName}> has no ${attribute}`);
      return value;
    };
    const [returns] = element.getElementsByTagName('return');
    if (returns === undefined) throw new Error(`${path}:${element.lineNumber}: <function> has no <return>`);
    return {
      name: need(element, 'name'),
      header: need(element, 'file'),
      since: need(element, 'version'),
      returns: need(returns, 'type'),
      args: [...element.getElementsByTagName('arg')].map((arg) => ({
        name: need(arg, 'name'),
        type: need(arg, 'type'),
        enums: [...new Set((arg.getAttribute('info') ?? '').match(/\bvir[A-Z]\w+/g) ?? [])],
      })),
    };
  });
}
