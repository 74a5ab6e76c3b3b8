// @ts-check
import { parseAst } from 'rolldown/parseAst';

/** What the module counts in. */
export const COUNTERS = '__counters';

/** @typedef {{ readonly type: string, readonly start: number, readonly end: number, readonly [key: string]: unknown }} Node */

/** @param {unknown} value @returns {value is Node} */
function isNode(value) {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const LOOPS = ['ForStatement', 'ForInStatement', 'ForOfStatement', 'WhileStatement', 'DoWhileStatement'];

/**
 * The parts of a node that run or do not: by which way a condition goes, or by whether a function is called.
 *
 * @param {Node} node
 * @returns {{ statements?: unknown[], expressions?: unknown[], cases?: unknown[] }}
 */
function waysOf(node) {
  if (FUNCTIONS.includes(node.type)) {
    const { body } = node;
    return isNode(body) && body.type !== 'BlockStatement' ? { expressions: [body] } : { statements: [body] };
  }
  if (LOOPS.includes(node.type) || node.type === 'CatchClause') return { statements: [node['body']] };
  if (node.type === 'IfStatement') return { statements: [node['consequent'], node['alternate']] };
  if (node.type === 'ConditionalExpression') return { expressions: [node['consequent'], node['alternate']] };
  if (node.type === 'LogicalExpression') return { expressions: [node['right']] };
  if (node.type === 'SwitchCase') return { cases: /** @type {unknown[]} */ (node['consequent']).slice(0, 1) };
  return {};
}

/** What goes into a text, where. */
class Insertions {
  /** @type {Map<number, { ends: string, begins: string }>} */
  #places = new Map();

  /** @param {number} at */
  #place(at) {
    const place = this.#places.get(at) ?? { ends: '', begins: '' };
    this.#places.set(at, place);
    return place;
  }

  /** To be called for what is outside first. @param {number} start @param {string} before @param {number} end @param {string} after */
  around(start, before, end, after) {
    this.#place(start).begins += before;
    const place = this.#place(end);
    place.ends = after + place.ends;
  }

  /** @param {string} text */
  into(text) {
    let made = '';
    let last = 0;
    for (const [at, { ends, begins }] of [...this.#places].sort(([a], [b]) => a - b)) {
      made += text.slice(last, at) + ends + begins;
      last = at;
    }
    return made + text.slice(last);
  }
}

/**
 * A module that counts how often each of its functions and branches runs, in `__counters`, which it exports.
 *
 * @param {string} code of an ES module
 */
export function instrument(code) {
  const insertions = new Insertions();
  let edges = 0;
  const count = () => `${COUNTERS}[${edges++}]++`;
  /** @param {unknown} value */
  const visit = (value) => {
    if (Array.isArray(value)) for (const one of value) visit(one);
    if (!isNode(value)) return;
    const { statements = [], expressions = [], cases = [] } = waysOf(value);
    for (const way of statements.filter(isNode)) {
      if (way.type === 'BlockStatement') insertions.around(way.start + 1, `${count()};`, way.start + 1, '');
      else insertions.around(way.start, `{${count()};`, way.end, '}');
    }
    for (const way of expressions.filter(isNode)) insertions.around(way.start, `(${count()},`, way.end, ')');
    for (const way of cases.filter(isNode)) insertions.around(way.start, `${count()};`, way.start, '');
    for (const [key, child] of Object.entries(value)) if (key !== 'parent') visit(child);
  };
  visit(parseAst(code));
  return `export const ${COUNTERS} = new Uint16Array(${edges});\n${insertions.into(code)}`;
}
