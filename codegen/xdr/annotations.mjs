// @ts-check

/** @typedef {import('./lexer.mjs').Comment} Comment */

/**
 * What the comment before a procedure's number says, by libvirt's `@name: value` convention.
 *
 * @typedef {object} Annotations
 * @property {string | null} generate for which side libvirt generates the procedure's code
 * @property {'high' | 'low'} priority
 * @property {{ direction: 'read' | 'write', parameter: number } | null} stream
 * @property {string | null} sparseFlag the flag that allows holes in the stream
 * @property {string[]} acl
 * @property {string[]} aclFilter
 */

const ANNOTATION = /^[\s*]*@([a-z]+):[ \t]*(\S.*?)\s*$/gm;

/**
 * Reads the annotations of the comment that stands last, directly before the procedure.
 *
 * @param {Comment[]} comments
 * @param {(line: number, reason: string) => Error} error makes the error for an unknown annotation
 * @returns {Annotations}
 */
export function readAnnotations(comments, error) {
  /** @type {Annotations} */
  const found = { generate: null, priority: 'low', stream: null, sparseFlag: null, acl: [], aclFilter: [] };
  const comment = comments.at(-1);
  if (comment === undefined) return found;
  for (const [, name, value] of comment.text.matchAll(ANNOTATION)) {
    const text = /** @type {string} */ (value);
    switch (name) {
      case 'generate':
        found.generate = text;
        break;
      case 'priority':
        if (text !== 'high' && text !== 'low') throw error(comment.line, `@priority is '${text}', not high or low`);
        found.priority = text;
        break;
      case 'readstream':
      case 'writestream':
        found.stream = { direction: name === 'readstream' ? 'read' : 'write', parameter: Number(text) };
        break;
      case 'sparseflag':
        found.sparseFlag = text;
        break;
      case 'acl':
        found.acl.push(text);
        break;
      case 'aclfilter':
        found.aclFilter.push(text);
        break;
      default:
        throw error(comment.line, `unknown annotation @${name}`);
    }
  }
  return found;
}
