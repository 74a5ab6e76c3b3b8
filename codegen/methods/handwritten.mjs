// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const PAGE = /\[(vir\w+)\]\(https:\/\/libvirt\.org\/html\//g;

/**
 * The functions whose methods are written by hand: each names its function's page. What is written by hand is not
 * generated.
 *
 * @param {string} root the folder src/api
 * @returns {Map<string, string>} the file, by function
 */
export function handwritten(root) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath, entry.name);
    const path = relative(root, file);
    if (!entry.isFile() || !file.endsWith('.ts') || path.startsWith('generated')) continue;
    // A page in a comment that goes on to the next line is still named by `C:`.
    for (const [, pages = ''] of readFileSync(file, 'utf8').matchAll(/\bC:([\s*,]*(?:\[vir\w+\]\([^)]*\)[\s*,]*)+)/g)) {
      for (const [, name] of pages.matchAll(PAGE)) found.set(/** @type {string} */ (name), path);
    }
  }
  return found;
}
