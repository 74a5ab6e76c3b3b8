// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('./index.mjs').Outcome} Outcome */

/** @param {string} root @param {string} name */
const places = (root, name) => ({
  folder: join(root, '.cache', name),
  partial: join(root, '.cache', `${name}.partial`),
  reason: join(root, '.cache', `${name}.reason`),
});

/**
 * What `ensureKept` has left below a folder.
 *
 * @param {string} root
 * @param {string} name
 * @returns {{ folder: string, version: string } | { reason: string }} where it is, or why it is not there
 */
export function kept(root, name) {
  const { folder, reason } = places(root, name);
  if (existsSync(folder)) return { folder, version: readFileSync(join(folder, 'version'), 'utf8').trim() };
  if (existsSync(reason)) return { reason: readFileSync(reason, 'utf8').trim() };
  return { reason: 'nobody has looked for it: `npm test -- integration` does' };
}

/** @param {string} folder @param {string} recipe */
function isOf(folder, recipe) {
  const path = join(folder, 'recipe');
  return existsSync(path) && readFileSync(path, 'utf8') === recipe;
}

/**
 * Gets what the tests need of Debian's packages and the system is to know nothing of, and keeps it below `.cache`, unless it
 * is there. That it is not to be had fails the tests that are about it, not the set-up; why, `kept` tells them.
 *
 * @param {string} root
 * @param {string} name the folder's
 * @param {string} recipe what it is made by: another than what is there was made by has it made again
 * @param {(folder: string) => Promise<string>} get puts it there, and returns its version
 * @returns {Promise<Outcome>}
 */
export async function ensureKept(root, name, recipe, get) {
  const { folder, partial, reason } = places(root, name);
  const had = kept(root, name);
  if ('version' in had && isOf(folder, recipe)) return { changed: false, what: `${had.version} is there` };
  rmSync(folder, { recursive: true, force: true });
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    const version = await get(partial);
    writeFileSync(join(partial, 'version'), `${version}\n`);
    writeFileSync(join(partial, 'recipe'), recipe);
    renameSync(partial, folder);
    rmSync(reason, { force: true });
    return { changed: true, what: `unpacked ${version}` };
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'Interrupted') throw error;
    rmSync(partial, { recursive: true, force: true });
    writeFileSync(reason, `${error.message}\n`);
    return { changed: false, what: `not to be had: ${error.message.split('\n', 1)[0]}` };
  }
}
