// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * Writes generated files, or finds out whether they are what they would be written as.
 *
 * @param {string} root
 * @param {ReadonlyMap<string, string>} outputs contents by path below `root`
 * @param {boolean} check only compare
 * @param {readonly string[]} owned folders below `root` in which nothing else may be: what is there is
 *   removed, or stale
 * @returns {number} the exit code: 1 if `check` found a file that is stale
 */
export function writeOutputs(root, outputs, check, owned = []) {
  const leftovers = owned
    .flatMap((folder) => filesBelow(join(root, folder)))
    .map((path) => relative(root, path))
    .filter((path) => !outputs.has(path));
  const stale = [...outputs].filter(([path, content]) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== content;
  });
  if (check) {
    for (const [path] of stale) console.error(`stale: ${join(root, path)}`);
    for (const path of leftovers) console.error(`not generated: ${join(root, path)}`);
    return stale.length + leftovers.length > 0 ? 1 : 0;
  }
  for (const [path, content] of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  for (const path of leftovers) rmSync(join(root, path));
  console.log(`${outputs.size} files, ${stale.length} written, ${leftovers.length} removed`);
  return 0;
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
