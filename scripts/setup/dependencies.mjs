// @ts-check
import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { whatIsStale } from './lockfile.mjs';
import { must, run, tail } from './run.mjs';

/** @typedef {import('./index.mjs').Outcome} Outcome */

/**
 * Installs what package-lock.json says, unless it is there. No package's install script runs: koffi works without,
 * and usocket, which compiles, is `ensureUsocket`'s.
 *
 * @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function ensureDependencies(root) {
  const stale = whatIsStale(root);
  if (stale === null) return { changed: false, what: 'all there' };
  // npm empties node_modules in no particular order: without this, what an interrupted one leaves looks complete.
  rmSync(join(root, 'node_modules/.package-lock.json'), { force: true });
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const output = await must('installing the npm dependencies', 'npm', args, { cwd: root });
  return { changed: true, what: output.match(/added \d+ packages?/)?.[0] ?? 'installed' };
}

/** The folder above Node's own headers, where it came with them. */
function nodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  return existsSync(join(prefix, 'include/node/node_api.h')) ? prefix : undefined;
}

/**
 * Compiles usocket, the transport that an application may choose, unless it loads already. Needs `python3`, `make`
 * and a C++ compiler.
 *
 * @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function ensureUsocket(root) {
  const loads = () => run(process.execPath, ['-e', "require('usocket')"], { cwd: root });
  if ((await loads()).status === 0) return { changed: false, what: 'compiled' };
  const headers = nodeHeaders();
  await must(
    'compiling usocket',
    process.execPath,
    [join(root, 'node_modules/node-gyp/bin/node-gyp.js'), 'rebuild', ...(headers ? [`--nodedir=${headers}`] : [])],
    { cwd: join(root, 'node_modules/usocket') },
  );
  const { status, output } = await loads();
  if (status !== 0) throw new Error(`usocket was compiled, and does not load:\n${tail(output)}`);
  return { changed: true, what: 'compiled it' };
}
