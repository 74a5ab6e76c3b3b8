import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const INDEX = join(ROOT, 'src/index.ts');

/** A block of code of a page. */
export interface Snippet {
  /** The heading above it. */
  readonly heading: string;
  readonly language: string;
  readonly code: string;
}

/** The blocks of a page, in their order. @param page a path from the repository's root */
export function snippetsOf(page: string): Snippet[] {
  let heading = '';
  const blocks = readFileSync(join(ROOT, page), 'utf8').matchAll(/^#+ (.+)$|^```(\w+)\n([\s\S]*?)^```$/gm);
  return [...blocks].flatMap(([, title, language, code]) => {
    if (title !== undefined) heading = title;
    return language === undefined || code === undefined ? [] : [{ heading, language, code }];
  });
}

function compilerOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  return {
    ...ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options,
    // What a page shows need not use all that it makes.
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
    paths: { 'libvirt-rpc': [INDEX] },
  };
}

/** The library alone, whose parsed files are used again. */
let library: ts.Program | undefined;

/** What the package exports. */
function exportedNames(program: ts.Program): string[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(INDEX);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  return module === undefined ? [] : checker.getExportsOfModule(module).map(({ name }) => name);
}

/**
 * What a reader is to take for granted: imports of the package's exports, and variables that were made before, so far
 * as the block mentions them and does not have its own.
 */
function prelude(code: string, exported: readonly string[], ambient: Readonly<Record<string, string>>): string {
  const file = ts.createSourceFile('snippet.ts', code, ts.ScriptTarget.Latest, true);
  const mentioned = new Set<string>();
  const own = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) mentioned.add(node.text);
    if (ts.isImportSpecifier(node) || ts.isImportClause(node)) own.add(node.name?.text ?? '');
    // What a loop or a function declares is not there outside of it.
    if (ts.isVariableStatement(node) && node.parent === file) {
      for (const { name } of node.declarationList.declarations) for (const text of namesOf(name)) own.add(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const wanted = (name: string) => mentioned.has(name) && !own.has(name);
  const variables = Object.entries(ambient).filter(([name]) => wanted(name));
  const types = new Set(variables.map(([, type]) => type));
  const imports = exported.filter((name) => wanted(name) || types.has(name));
  const declared = variables.map(([name, type]) => `declare const ${name}: ${type};\n`).join('');
  return `import { ${imports.map((name) => `${valueless(name, types)}${name}`).join(', ')} } from 'libvirt-rpc';\n${declared}`;
}

function valueless(name: string, types: ReadonlySet<string>): string {
  return types.has(name) ? 'type ' : '';
}

function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

/** What the compiler says of the blocks, each line with the heading that it is under. */
export function diagnose(snippets: readonly Snippet[], ambient: Readonly<Record<string, string>>): string[] {
  const options = compilerOptions();
  library ??= ts.createProgram([INDEX], options);
  const exported = exportedNames(library);
  const files = new Map<string, { snippet: Snippet; text: string }>();
  snippets.forEach((snippet, index) => {
    const text = `${prelude(snippet.code, exported, ambient)}export {};\n${snippet.code}`;
    files.set(join(ROOT, `snippet-${index}.ts`), { snippet, text });
  });
  const host = ts.createCompilerHost(options);
  const virtual: ts.CompilerHost = {
    ...host,
    fileExists: (file) => files.has(file) || host.fileExists(file),
    readFile: (file) => files.get(file)?.text ?? host.readFile(file),
    getSourceFile: (file, version, ...rest) => {
      const text = files.get(file)?.text;
      if (text === undefined) return host.getSourceFile(file, version, ...rest);
      return ts.createSourceFile(file, text, version, true);
    },
  };
  const program = ts.createProgram({ rootNames: [...files.keys()], options, host: virtual, oldProgram: library });
  return [...files].flatMap(([file, { snippet }]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText, start = 0 }) => {
        const line = source?.text.slice(source.text.lastIndexOf('\n', start) + 1).split('\n')[0];
        return `${snippet.heading}: ${line?.trim()}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
      },
    );
  });
}
