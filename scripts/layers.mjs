// @ts-check
/** Checks which way imports go in src/. Each room lists what it may import; everything else fails. */
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A file belongs to the first room that it matches. @type {readonly [room: RegExp, mayImport: RegExp][]} */
const ROOMS = [
  [/^(errors|abort)\.ts$/, /^$/],
  [/^protocol\/xdr\//, /^(errors\.ts|protocol\/xdr\/)/],
  [/^protocol\/generated\//, /^protocol\/(xdr\/|generated\/|procedure\.ts$)/],
  [/^protocol\//, /^(errors\.ts|protocol\/)/],
  [/^transport\//, /^((errors|abort)\.ts$|transport\/|node:|koffi$|usocket$|debug$)/],
  // String preparation, and Kerberos: where a login needs them.
  [
    /^rpc\/sasl\//,
    /^((errors|abort)\.ts$|protocol\/|rpc\/|transport\/transport\.ts$|node:|koffi$|@mongodb-js\/saslprep$)/,
  ],
  [/^rpc\//, /^((errors|abort)\.ts$|protocol\/|rpc\/|transport\/transport\.ts$|node:|debug$)/],
  // Only the first dials.
  [/^api\/(dial\/|connect\.ts$)/, /^((errors|abort)\.ts$|protocol\/|rpc\/|api\/|transport\/|node:)/],
  // Where a file has holes, the C library alone tells.
  [/^api\/streams\/file-parts\.ts$/, /^((errors|abort)\.ts$|api\/|transport\/koffi\/sparse-file\.ts$|node:)/],
  [/^api\//, /^((errors|abort)\.ts$|protocol\/|rpc\/|api\/|node:)/],
  [/^testing\//, /^((errors|abort)\.ts$|protocol\/|transport\/|rpc\/|api\/|testing\/|node:)/],
  [/^index\.ts$/, /^((errors|abort)\.ts$|api\/|rpc\/|transport\/)/],
];

/** What may be imported for its type alone. @type {readonly [from: RegExp, to: RegExp][]} */
const TYPES_ONLY = [
  [/^rpc\//, /^transport\//],
  [/^api\/connect\.ts$/, /^transport\//],
  [/^index\.ts$/, /^(rpc|transport)\//],
];

/** @typedef {{ from: string, to: string, line: number, type: boolean }} Arrow */

/**
 * @param {string} root
 * @returns {Arrow[]}
 */
export function arrows(root) {
  return sources(root).flatMap((from) => {
    const source = ts.createSourceFile(from, readFileSync(join(root, from), 'utf8'), ts.ScriptTarget.Latest, true);
    /** @type {Arrow[]} */
    const found = [];
    /** @param {ts.Expression} specifier @param {boolean} type */
    const add = (specifier, type) => {
      if (!ts.isStringLiteralLike(specifier)) return;
      const { text } = specifier;
      const to = text.startsWith('.') ? join(dirname(from), text).split(sep).join('/').replace(/\.js$/, '.ts') : text;
      found.push({ from, to, line: source.getLineAndCharacterOfPosition(specifier.pos).line + 1, type });
    };
    /** @param {ts.Node} node */
    const visit = (node) => {
      if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
      else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node.moduleSpecifier, exportsTypesOnly(node));
      else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        const [specifier] = node.arguments;
        if (specifier) add(specifier, false);
      } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
        add(/** @type {ts.StringLiteral} */ (node.argument.literal), true);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** @param {ts.ImportClause | undefined} clause */
function isTypeOnly(clause) {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const { namedBindings } = clause;
  return (
    clause.name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

/** @param {ts.ExportDeclaration} node */
function exportsTypesOnly({ isTypeOnly, exportClause }) {
  if (isTypeOnly) return true;
  return (
    exportClause !== undefined && ts.isNamedExports(exportClause) && exportClause.elements.every((e) => e.isTypeOnly)
  );
}

/** @param {string} root */
function sources(root) {
  return ts.sys.readDirectory(root, ['.ts']).map((file) => relative(root, file).split(sep).join('/'));
}

/**
 * @param {readonly Arrow[]} all
 * @returns {string[]} what is wrong, a line each
 */
export function violations(all) {
  const wrong = all.flatMap(({ from, to, line, type }) => {
    const at = `src/${from}:${line}`;
    const room = ROOMS.find(([pattern]) => pattern.test(from));
    if (room === undefined) return [`${at}: no room is made for this file`];
    if (!room[1].test(to)) return [`${at}: ${room[0].source} may not import ${to}`];
    const typeOnly = TYPES_ONLY.some(([a, b]) => a.test(from) && b.test(to));
    return typeOnly && !type ? [`${at}: may import ${to} only for its types`] : [];
  });
  return [...wrong, ...cycles(all.filter(({ type }) => !type))];
}

/** @param {readonly Arrow[]} all */
function cycles(all) {
  /** @type {Map<string, Arrow[]>} */
  const targets = new Map();
  for (const arrow of all) targets.set(arrow.from, [...(targets.get(arrow.from) ?? []), arrow]);
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {string[]} */
  const found = [];
  /** @param {string} file @param {readonly string[]} path */
  const walk = (file, path) => {
    if (path.includes(file)) found.push(`src/${[...path.slice(path.indexOf(file)), file].join(' → src/')}: a cycle`);
    if (done.has(file) || path.includes(file)) return;
    for (const { to } of targets.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) walk(file, []);
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../src', import.meta.url));
  const all = arrows(root);
  const wrong = violations(all);
  for (const line of wrong) console.error(line);
  console.log(`${all.length} imports, ${wrong.length} of them wrong`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
