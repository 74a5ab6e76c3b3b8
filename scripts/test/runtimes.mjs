// @ts-check
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from '../setup/index.mjs';
import { runSuite } from './suite.mjs';

/** @typedef {import('./checks.mjs').Result} Result */

/** The releases of Node beside the one that runs everything else, as the registry knows them. */
const RELEASES = ['22', '24', 'latest'];

/** What of the unit suite tells nothing of a runtime: it is about the sources, or asks the same thousands of times. */
const TOOLS = /^(c-api-coverage|codegen-.*|docs|house-rules|layers|lint-rules)\.test\.ts$/;
const REPETITIVE = ['hostile-input.test.ts', 'libvirt-xdr.test.ts', 'limits.test.ts', 'wrong-values.test.ts'];

/** Of the ten thousand conversations that are broken in on. */
const FEWER = { LIBVIRT_RPC_FAULT_SEEDS: '1:500' };

/** usocket is compiled for one release of Node. */
const NOT_USOCKET = '^(?!.*usocket)';

/** Files by which vitest chooses. */
function unitFiles() {
  /** @param {string} folder @param {(name: string) => boolean} wanted */
  const filesOf = (folder, wanted) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith('.test.ts') && wanted(name))
      .map((name) => `${folder}/${name}`);
  return [
    ...filesOf('test/unit', (name) => !TOOLS.test(name)),
    ...filesOf('test/protocol', (name) => !REPETITIVE.includes(name)),
  ];
}

/** @param {string} node @returns {Promise<string | null>} its version, if it runs here */
async function versionOf(node) {
  if (!existsSync(node)) return null;
  const { status, output } = await run(node, ['--version']);
  return status === 0 ? output.trim() : null;
}

/** @param {readonly string[]} args @param {string} [cwd] */
async function npm(args, cwd = ROOT) {
  const { status, output } = await run('npm', [...args, '--loglevel=error'], { cwd });
  if (status !== 0) throw new Error(output.trim().split('\n').slice(0, 3).join(' ') || `npm ended with ${status}`);
  return output;
}

/**
 * A binary of that release, from the package that the registry's `node` stands for on this platform. It stays in .cache;
 * the newest release is looked for in every run, and where nobody can be asked, the one that is there does.
 *
 * @param {string} release
 * @returns {Promise<{ node: string, version: string }>}
 * @throws {Error} that says why there is none
 */
async function obtain(release) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(ROOT, '.cache/runtimes', `node-${release}`);
  const node = join(folder, 'node_modules', name, 'bin/node');
  const had = await versionOf(node);
  if (had !== null && release !== 'latest') return { node, version: had };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    await npm(['install', '--no-audit', '--no-fund', '--no-save', '--ignore-scripts', `${name}@${release}`], folder);
  } catch (error) {
    if (had === null) throw error;
    console.log(`no newer Node than ${had} could be looked for: ${error instanceof Error ? error.message : error}`);
  }
  const version = await versionOf(node);
  if (version === null) throw new Error(`what ${name}@${release} has does not run here`);
  return { node, version };
}

/** @param {string} node @returns {Promise<Result>} */
async function suitesUnder(node) {
  // What was imported for one file serves the next: half of the time would go to that, and none of it is under test.
  const options = { node, env: FEWER, pattern: NOT_USOCKET, isolated: false };
  const unit = await runSuite('unit', { ...options, files: unitFiles() });
  const session = await runSuite('session', options);
  return { passed: unit.passed + session.passed, failed: unit.failed + session.failed, skipped: 0 };
}

/**
 * Runs what is about the library itself, of the unit suite, and the session suite under other releases of Node. One that
 * cannot be had is named; in CI that is a failure, and so it is elsewhere where none can be had.
 *
 * @returns {Promise<Result>}
 */
export async function runtimes() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log(
    `of the unit suite: ${unitFiles().length} files; without tests of usocket, which is compiled for one Node`,
  );
  for (const release of RELEASES) {
    try {
      const { node, version } = await obtain(release);
      console.log(`\nNode ${version}`);
      const { passed, failed } = await suitesUnder(node);
      console.log(`Node ${version}: ${passed} passed, ${failed} failed`);
      total.passed += passed;
      total.failed += failed;
    } catch (error) {
      if (error instanceof Error && error.name === 'Interrupted') throw error;
      console.log(`\nskipped: Node ${release} cannot be had: ${error instanceof Error ? error.message : error}`);
      total.skipped++;
    }
  }
  const missing = process.env['CI'] === 'true' || total.skipped === RELEASES.length;
  return missing ? { ...total, failed: total.failed + total.skipped, skipped: 0 } : total;
}
