import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));
const BUILT = fileURLToPath(new URL('../../.cache/integration', import.meta.url));

const COMPILER_OPTIONS: ts.CompilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };

function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * The library as JavaScript, for the programs and worker threads that a test starts: vitest translates for its own process
 * alone. What has not changed since the last run is not translated again.
 *
 * @returns the URL of its index.js
 */
export function builtLibrary(): string {
  for (const file of readdirSync(SOURCES, { encoding: 'utf8', recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const source = join(SOURCES, file);
    const target = join(BUILT, file.replace(/\.ts$/u, '.js'));
    if (changedAt(target) > changedAt(source)) continue;
    const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions: COMPILER_OPTIONS });
    mkdirSync(dirname(target), { recursive: true });
    // Another test file may be at the same.
    writeFileSync(`${target}.${process.pid}`, outputText);
    renameSync(`${target}.${process.pid}`, target);
  }
  return pathToFileURL(join(BUILT, 'index.js')).href;
}
