// @ts-check
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {readonly string[]} [os]
 * @property {readonly string[]} [cpu]
 * @property {readonly string[]} [libc]
 *
 * @typedef {Readonly<Record<string, LockedPackage>>} LockedPackages by folder below the root
 */

/** @param {string} path @returns {LockedPackages | null} `null` where there is none */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** What this machine calls itself in a package's `os`, `cpu` and `libc`. */
function machine() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return { os: process.platform, cpu: process.arch, libc: header.glibcVersionRuntime === undefined ? 'musl' : 'glibc' };
}

/**
 * npm leaves out what is for other machines, and what only that depends on, which is optional too and names no machine.
 *
 * @param {LockedPackage} locked
 * @param {ReturnType<typeof machine>} here
 */
function isNeeded({ optional, os, cpu, libc }, here) {
  if (!optional) return true;
  if (os === undefined && cpu === undefined) return false;
  return (os?.includes(here.os) ?? true) && (cpu?.includes(here.cpu) ?? true) && (libc?.includes(here.libc) ?? true);
}

/**
 * What is wrong with node_modules, by package-lock.json. npm writes a lock file of its own into node_modules when it
 * has finished; the folders are looked at besides, since one may have been removed later.
 *
 * @param {string} root
 * @returns {string | null} the first thing found; `null` where all is there, at the locked versions
 */
export function whatIsStale(root) {
  const wanted = readLock(join(root, 'package-lock.json'));
  if (wanted === null) throw new Error('package-lock.json is missing, or no JSON');
  const installed = readLock(join(root, 'node_modules/.package-lock.json'));
  if (installed === null) return 'nothing is installed';
  const here = machine();
  for (const [folder, locked] of Object.entries(wanted)) {
    if (folder === '' || (installed[folder] === undefined && !isNeeded(locked, here))) continue;
    const found = installed[folder] && versionIn(join(root, folder));
    if (found !== locked.version) return `${folder} is ${found ?? 'missing'}, not ${locked.version}`;
  }
  const extra = Object.keys(installed).find((folder) => wanted[folder] === undefined);
  return extra === undefined ? null : `${extra} is there, and not locked`;
}

/** @param {string} folder @returns {string | undefined} */
function versionIn(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}
