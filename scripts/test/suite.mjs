// @ts-check
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, run } from '../setup/index.mjs';

/** @typedef {import('./checks.mjs').Result} Result */

/**
 * The part of vitest's JSON report that is read here.
 *
 * @typedef {object} Report
 * @property {{ name: string, status: string, message: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * @typedef {object} SuiteOptions
 * @property {string} [config] where the project is
 * @property {readonly string[]} [reporters] what else tells of its tests
 * @property {string} [node] the Node that runs it. Default: the one that runs this
 * @property {readonly string[]} [files] which of its files. Default: all
 * @property {Readonly<Record<string, string>>} [env] variables that it has besides
 * @property {boolean} [isolated] each file has a process of its own: default, what the configuration says
 * @property {string} [pattern] a regular expression for the names of tests: all others are left out, and do not count
 */

/**
 * Runs one project of vitest's, which prints its own progress and failures.
 *
 * @param {string} project
 * @param {SuiteOptions} [options]
 * @returns {Promise<Result>}
 */
export async function runSuite(
  project,
  {
    config = 'vitest.config.ts',
    reporters: more = [],
    node = process.execPath,
    files = [],
    env = {},
    isolated,
    pattern,
  } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['default', 'json', './scripts/test/skip-reporter.mjs', ...more].map(
      (name) => `--reporter=${name}`,
    );
    const { status } = await run(
      node,
      [
        'node_modules/vitest/vitest.mjs',
        'run',
        `--config=${config}`,
        '--root=.',
        `--project=${project}`,
        ...(isolated === undefined ? [] : [`--isolate=${isolated}`]),
        ...(pattern === undefined ? [] : [`--testNamePattern=${pattern}`]),
        ...files,
        ...reporters,
        `--outputFile.json=${file}`,
      ],
      { cwd: ROOT, env, show: true },
    );
    return pattern === undefined ? judge(read(file), status) : { ...judge(read(file), status, false), skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} file @returns {Report | null} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Counts a report. What is wrong and no failed test counts as one: a file that cannot be loaded, an error outside a
 * test, a run without tests, a runner that died. In CI, so does a skipped test: what CI cannot run, nobody has seen.
 *
 * @param {Report | null} report
 * @param {number} status vitest's exit status
 * @param {boolean} ci
 * @returns {Result}
 */
export function judge(report, status, ci = process.env['CI'] === 'true') {
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  /** @param {string} wanted */
  const count = (wanted) => tests.filter((test) => test.status === wanted).length;
  const passed = count('passed');
  const skipped = tests.length - passed - count('failed');
  const broken = files.filter(
    (one) => one.status === 'failed' && !one.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = count('failed') + broken + (ci ? skipped : 0);
  const unexplained = failed === 0 && (status !== 0 || tests.length === 0);
  return { passed, failed: failed + (unexplained ? 1 : 0), skipped: ci ? 0 : skipped };
}
