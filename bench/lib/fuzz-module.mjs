// @ts-check
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** As far from the root as the modules in it are that look for a file beside the sources. */
const FOLDER = '.cache/fuzz/bundle';

/**
 * Makes JavaScript of what the tests and the long run share, with the library's sources in it: it needs what no entry of
 * the package exports.
 *
 * @returns {Promise<typeof import('../../test/support/fuzz/index.js')>}
 */
export async function loadFuzz() {
  const build = await rolldown({
    cwd: ROOT,
    input: { fuzz: 'test/support/fuzz/index.ts' },
    platform: 'node',
    resolve: { extensionAlias: { '.js': ['.ts'] } },
    external: /^(?![./])/,
  });
  await build.write({ dir: join(ROOT, FOLDER), format: 'esm', entryFileNames: '[name].js' });
  await build.close();
  return import(pathToFileURL(join(ROOT, FOLDER, 'fuzz.js')).href);
}
