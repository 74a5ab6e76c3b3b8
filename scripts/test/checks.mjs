// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from '../setup/index.mjs';
import { runtimes } from './runtimes.mjs';
import { runSuite } from './suite.mjs';

/**
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 *
 * @typedef {object} Check
 * @property {string} name as `npm test -- NAME` selects it
 * @property {'guests' | 'build'} [needs] what it needs set up, besides the npm dependencies
 * @property {() => Promise<Result>} run prints what is wrong
 */

/**
 * Runs scripts of Node's, at the same time: together they are one test.
 *
 * @param {readonly (readonly [script: string, ...args: string[]])[]} commands
 * @returns {Promise<Result>}
 */
async function scripts(...commands) {
  const failures = await Promise.all(
    commands.map(async ([script, ...args]) => {
      const { status, output } = await run(process.execPath, [join(ROOT, script), ...args], { cwd: ROOT });
      if (status !== 0)
        process.stdout.write(`${output.trimEnd()}\n${[script, ...args].join(' ')} ended with ${status}\n`);
      return status !== 0;
    }),
  );
  return failures.includes(true) ? { passed: 0, failed: 1, skipped: 0 } : { passed: 1, failed: 0, skipped: 0 };
}

/** Biome colours what it writes in CI, whatever it writes to. */
const lint = () =>
  scripts([
    'node_modules/@biomejs/biome/bin/biome',
    'ci',
    '--error-on-warnings',
    ...(process.stdout.isTTY ? [] : ['--colors=off']),
  ]);

/** What is published; what is not; and what users read, against what is published. */
const PROJECTS = ['.', 'test', 'examples'];

/** What a compiler has found it leaves in .cache, for the next run. */
const typecheck = () =>
  scripts(
    ...PROJECTS.filter((folder) => existsSync(join(ROOT, folder, 'tsconfig.json'))).map(
      (folder) =>
        /** @type {const} */ ([
          'node_modules/typescript/bin/tsc',
          '--noEmit',
          '--incremental',
          '--tsBuildInfoFile',
          `.cache/tsc/${folder === '.' ? 'src' : folder}.json`,
          '-p',
          folder,
        ]),
    ),
  );

/** Every check there is, in the order in which they run: what fails fast comes first. @type {readonly Check[]} */
export const CHECKS = [
  { name: 'lint', run: lint },
  { name: 'typecheck', run: typecheck },
  { name: 'layers', run: () => scripts(['scripts/layers.mjs']) },
  { name: 'generated', run: () => scripts(['codegen/generate.mjs', '--check']) },
  // The reference, of which a warning is an error.
  { name: 'reference', run: () => scripts(['node_modules/typedoc/bin/typedoc', '--logLevel', 'Warn']) },
  { name: 'unit', needs: 'guests', run: () => runSuite('unit') },
  { name: 'transport', needs: 'guests', run: () => runSuite('transport') },
  { name: 'session', run: () => runSuite('session') },
  // The same under other releases of Node.
  { name: 'runtimes', run: runtimes },
  { name: 'integration', needs: 'guests', run: () => runSuite('integration') },
  {
    name: 'agreement',
    needs: 'guests',
    run: () => runSuite('agreement', { reporters: ['./scripts/test/agreement-reporter.mjs'] }),
  },
  { name: 'types', needs: 'build', run: () => runSuite('types', { config: 'test/types/vitest.config.ts' }) },
  { name: 'packaging', needs: 'build', run: () => runSuite('packaging') },
  // Each example is run by a test.
  ...(existsSync(join(ROOT, 'examples'))
    ? [{ name: 'examples', needs: /** @type {const} */ ('build'), run: () => runSuite('examples') }]
    : []),
];
