// @ts-check

/** A reporter of vitest's that names every test that was not run, with the reason that it gave. */
export default class SkipReporter {
  /** @param {import('vitest/node').TestCase} test */
  onTestCaseResult(test) {
    const { state, ...result } = test.result();
    if (state !== 'skipped') return;
    const reason = 'note' in result && result.note ? result.note : 'no reason given';
    process.stdout.write(`skipped: ${test.module.relativeModuleId} > ${test.fullName}: ${reason}\n`);
  }
}
