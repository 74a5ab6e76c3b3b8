import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What worker threads and processes of the tests run. */
const SOURCES = [
  'src/abort.ts',
  'src/errors.ts',
  'src/transport',
  'test/support',
  'test/transport/cases',
  'test/transport/programs',
];

/**
 * The transports and their tests in a folder of their own, as JavaScript, where of koffi and usocket those are installed that
 * are asked for: a worker thread and a process start without the test runner, which would compile them.
 */
export class Compiled {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'transport-compiled-'));

  constructor(packages: readonly string[]) {
    for (const file of SOURCES.flatMap(filesIn)) this.#add(file);
    writeFileSync(join(this.directory, 'package.json'), '{"type":"module"}');
    mkdirSync(join(this.directory, 'node_modules'));
    for (const name of ['koffi', 'usocket']) {
      const place = join(this.directory, 'node_modules', name);
      if (packages.includes(name)) symlinkSync(join(ROOT, 'node_modules', name), place);
      // Empty, so that none is found in a folder above.
      else mkdirSync(place);
    }
  }

  /** The compiled form of a source. */
  path(source: string): string {
    return join(this.directory, source.replace(/\.ts$/, '.js'));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  #add(source: string): void {
    const target = this.path(source);
    mkdirSync(dirname(target), { recursive: true });
    if (source.endsWith('.py')) {
      copyFileSync(join(ROOT, source), target);
      return;
    }
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, source), 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true },
    });
    writeFileSync(target, outputText);
  }
}

/** The sources at or below a path: in test/support, those of the transports alone. */
function filesIn(path: string): string[] {
  if (path.endsWith('.ts')) return [path];
  const entries = readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith('test/support/') || basename(file).startsWith('transport-'));
}
