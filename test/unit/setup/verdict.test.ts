import { describe, expect, it } from 'vitest';
import { judge } from '../../../scripts/test/suite.mjs';

/** A report of one file. */
function report(status: string, ...tests: string[]) {
  return {
    testResults: [{ name: 'a', status, message: '', assertionResults: tests.map((test) => ({ status: test })) }],
  };
}

describe('the verdict on a suite', () => {
  it('counts its tests', () => {
    expect(judge(report('passed', 'passed', 'passed'), 0, false)).toEqual({ passed: 2, failed: 0, skipped: 0 });
    expect(judge(report('failed', 'passed', 'failed'), 1, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('counts what did not run as skipped, and in CI as failed', () => {
    const skipping = report('passed', 'passed', 'skipped', 'pending', 'todo');
    expect(judge(skipping, 0, false)).toEqual({ passed: 1, failed: 0, skipped: 3 });
    expect(judge(skipping, 0, true)).toEqual({ passed: 1, failed: 3, skipped: 0 });
  });

  it.each([
    ['a file that cannot be loaded', report('failed'), 1],
    ['no tests', { testResults: [] }, 0],
    ['no report', null, 137],
  ])('takes %s for a failure', (_, json, status) => {
    expect(judge(json, status, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('takes an error outside of any test for a failure', () => {
    expect(judge(report('passed', 'passed'), 1, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('takes a file that fails beside its tests for one failure more', () => {
    expect(judge(report('failed', 'passed'), 1, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });
});
