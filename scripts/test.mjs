// @ts-check
/** `npm test`: sets everything up, runs every check, and says what came of each. */
import { duration, Interrupted, setupSteps, step, TEST_PACKAGES } from './setup/index.mjs';
import { CHECKS } from './test/checks.mjs';

/** @typedef {import('./test/checks.mjs').Check} Check */
/** @typedef {import('./test/checks.mjs').Result} Result */
/** @typedef {{ name: string, result: Result, took: number }} Row */

const USAGE = `usage: npm test [-- CHECK...]

Sets up what is missing, then runs the named checks, or all:
  ${CHECKS.map(({ name }) => name).join(' ')}`;

/** @param {Result} result */
function words({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * Runs one check; whatever it throws, but an interruption, is a failure.
 *
 * @param {string} name
 * @param {() => Promise<Result>} work
 * @returns {Promise<Row>}
 */
async function timed(name, work) {
  const begun = performance.now();
  /** @param {Result} result */
  const row = (result) => ({ name, result, took: performance.now() - begun });
  try {
    return row(await work());
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    console.log(error instanceof Error ? error.message : error);
    return row({ passed: 0, failed: 1, skipped: 0 });
  }
}

/**
 * Each step counts as a check, and a failed one stops nothing: what can run without it does.
 *
 * @param {readonly Check[]} checks
 */
async function setUpFor(checks) {
  const guests = checks.some(({ needs }) => needs === 'guests');
  const build = checks.some(({ needs }) => needs === 'build');
  /** @type {Row[]} */
  const rows = [];
  console.log('── set-up');
  for (const [name, work] of setupSteps({
    packages: guests ? TEST_PACKAGES : [],
    usocket: guests,
    others: guests ? ['newer', 'newest'] : [],
    linuxGuest: guests,
    build,
  })) {
    const once = async () => {
      await step(name, work);
      return { passed: 1, failed: 0, skipped: 0 };
    };
    rows.push(await timed(name, once));
  }
  return rows;
}

/** @param {readonly Row[]} rows */
function summarize(rows) {
  console.log('\n── summary');
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, result, took } of rows) {
    const verdict = result.failed > 0 ? 'FAILED' : 'passed';
    console.log(`  ${verdict}  ${name.padEnd(width)}  ${duration(took).padStart(12)}  ${words(result)}`);
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { result } of rows) {
    total.passed += result.passed;
    total.failed += result.failed;
    total.skipped += result.skipped;
  }
  console.log(`Tests: ${words(total)}`);
  return total.failed === 0 ? 0 : 1;
}

/** @param {readonly string[]} names */
async function main(names) {
  const unknown = names.find((name) => !CHECKS.some((check) => check.name === name));
  if (unknown !== undefined) {
    console.error(`${unknown.startsWith('-') ? '' : `there is no check named ${unknown}\n`}${USAGE}`);
    return 2;
  }
  const checks = names.length === 0 ? CHECKS : CHECKS.filter(({ name }) => names.includes(name));
  const rows = await setUpFor(checks);
  for (const { name, run } of checks) {
    console.log(`\n── ${name}`);
    rows.push(await timed(name, run));
  }
  return summarize(rows);
}

// What is not a terminal gets no colours, though CI be set; the commands that run below agree.
if (!process.stdout.isTTY) process.env['NO_COLOR'] = '1';
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Interrupted)) throw error;
  console.log(`\n${error.message}`);
  process.exitCode = 130;
}
