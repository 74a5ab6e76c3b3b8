// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { COUNTERS, instrument } from './instrument.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As far from the root as the modules in them are that look for a file beside the sources. */
const FOLDERS = { plain: '.cache/fuzz/bundle', counting: '.cache/fuzz/counting' };

/** @typedef {typeof import('../../test/support/fuzz/index.js')} Fuzz */

/** @param {string} folder @param {string} file */
function importFrom(folder, file) {
  return import(pathToFileURL(join(folder, file)).href);
}

/** @param {string} folder where JavaScript goes: the tests' part, and the library's sources beside it */
async function bundle(folder) {
  const build = await rolldown({
    cwd: ROOT,
    input: { fuzz: 'test/support/fuzz/index.ts' },
    platform: 'node',
    resolve: { extensionAlias: { '.js': ['.ts'] } },
    external: /^(?![./])/,
    checks: { ineffectiveDynamicImport: false },
  });
  const groups = [{ name: 'library', test: /[\\/]src[\\/]/u }];
  await build.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: { groups },
  });
  await build.close();
}

/**
 * Makes JavaScript of what the tests and the long run share, with the library's sources: it needs what no entry of the
 * package exports.
 *
 * @returns {Promise<Fuzz>}
 */
export async function loadFuzz() {
  const folder = join(ROOT, FOLDERS.plain);
  await bundle(folder);
  return importFrom(folder, 'fuzz.js');
}

/**
 * The same, with a library that counts where it goes.
 *
 * @returns {Promise<{ readonly fuzz: Fuzz, readonly counters: Uint16Array }>}
 */
export async function loadCountingFuzz() {
  const folder = join(ROOT, FOLDERS.counting);
  await bundle(folder);
  const library = join(folder, 'library.js');
  writeFileSync(library, instrument(readFileSync(library, 'utf8')));
  return { fuzz: await importFrom(folder, 'fuzz.js'), counters: (await importFrom(folder, 'library.js'))[COUNTERS] };
}
