// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { must } from './run.mjs';

/** @typedef {import('./index.mjs').Outcome} Outcome */

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * What the build is made from, and what it made: equal fingerprints mean that neither has changed since.
 *
 * @param {string} root
 */
function fingerprint(root) {
  const hash = createHash('sha256');
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/bundle.mjs'];
  for (const file of [...settings.map((name) => join(root, name)), ...filesBelow(join(root, 'src'))]) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  for (const file of filesBelow(join(root, 'dist'))) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

/**
 * Makes dist of src, unless dist is what src becomes: its declarations, and the bundles of its modules.
 *
 * @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function ensureBuild(root) {
  const stamp = join(root, '.cache/build');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root)) {
    return { changed: false, what: 'up to date' };
  }
  rmSync(stamp, { force: true });
  // What no longer has a source would otherwise stay, and be published.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await must('the build', process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root });
  await must('the build', process.execPath, ['scripts/bundle.mjs'], { cwd: root });
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, fingerprint(root));
  return {
    changed: true,
    what: `${filesBelow(join(root, 'dist')).filter((file) => file.endsWith('.js')).length} modules`,
  };
}
