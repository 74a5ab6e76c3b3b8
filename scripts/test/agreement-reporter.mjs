// @ts-check

/** How many methods must be compared, of those that read. */
const WANTED = 150;

/** What a line may hold. */
const WIDTH = 118;

/** @param {string} start @param {readonly string[]} words */
function lines(start, words) {
  let text = '';
  let line = start;
  for (const word of words) {
    if (line.length + word.length + 1 > WIDTH) {
      text += `${line}\n`;
      line = '   ';
    }
    line += ` ${word}`;
  }
  return `${text}${line}\n`;
}

/** @param {Iterable<string>} methods as `Class.method` */
function listed(methods) {
  /** @type {Map<string, string[]>} */
  const classes = new Map();
  for (const one of [...methods].sort()) {
    const [type = '', method = ''] = one.split('.');
    classes.set(type, [...(classes.get(type) ?? []), method]);
  }
  return [...classes].map(([type, names]) => lines(`  ${type}:`, names)).join('');
}

/**
 * A reporter of vitest's that lists the methods of which this library and libvirt's own client return the same, as the
 * tests have it in their meta data. Fewer than there have been are a failure.
 */
export default class AgreementReporter {
  /** @type {Map<string, Set<string>>} */
  #seen = new Map();
  #calls = 0;

  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const { agreement } = /** @type {{ agreement?: { method: string, on: 'result' | 'error' } }} */ (test.meta());
    if (agreement === undefined || test.result().state !== 'passed') return;
    this.#calls++;
    this.#seen.set(agreement.method, (this.#seen.get(agreement.method) ?? new Set()).add(agreement.on));
  }

  onTestRunEnd() {
    const methods = [...this.#seen];
    const results = methods.filter(([, on]) => on.has('result')).map(([method]) => method);
    const errors = methods.filter(([, on]) => !on.has('result')).map(([method]) => method);
    process.stdout.write(`\nthe same result as the C client's:\n${listed(results)}`);
    if (errors.length > 0)
      process.stdout.write(`the same error as the C client's, and no result here:\n${listed(errors)}`);
    process.stdout.write(`${results.length} methods agree on results in ${this.#calls} comparisons\n`);
    if (results.length >= WANTED) return;
    process.stdout.write(`at least ${WANTED} methods must be compared\n`);
    process.exitCode = 1;
  }
}
