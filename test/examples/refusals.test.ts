import { describe, expect, it } from 'vitest';
import { exampleRunner } from '../support/example.js';

/** How many arguments each needs. */
const NEEDED: Readonly<Record<string, number>> = {
  'define-and-start': 2,
  'watch-events': 0,
  'stay-connected': 0,
  'disk-from-descriptor': 3,
  console: 2,
  'upload-volume': 3,
  screenshot: 3,
  'snapshot-revert': 2,
  backup: 4,
  'guest-agent': 2,
  migrate: 3,
};

const NOBODY = 'qemu+unix:///system?socket=/run/none';

describe('the examples', () => {
  const { run } = exampleRunner();

  it.each(Object.entries(NEEDED).filter(([, needed]) => needed > 0))(
    '%s: says how it is used',
    async (name, needed) => {
      const { stdout, stderr, status } = await run(`${name}.mjs`, Array<string>(needed - 1).fill(NOBODY));
      expect(stderr).toMatch(new RegExp(`^usage: node ${name}\\.mjs .+\n$`, 'u'));
      expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    },
  );

  it.each(Object.entries(NEEDED))('%s: says why, where nobody answers', async (name, needed) => {
    const { stdout, stderr, status } = await run(`${name}.mjs`, Array<string>(Math.max(needed, 1)).fill(NOBODY));
    expect(stderr).toContain(`cannot connect to ${NOBODY}: /run/none does not exist`);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  });
});
