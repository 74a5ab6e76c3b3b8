// @ts-check
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../fixtures/fuzz', import.meta.url));

export const FIXTURES = {
  conversations: join(ROOT, 'conversations'),
  corpus: join(ROOT, 'corpus'),
  found: join(ROOT, 'found'),
};

/**
 * Keeps an input that a target did not stand, for the tests to replay.
 *
 * @param {typeof import('../../test/support/fuzz/index.js')} fuzz
 * @param {Pick<import('../../test/support/fuzz/run.js').Finding, 'target' | 'input'>} finding
 */
export function saveFinding(fuzz, { target, input }) {
  const text = fuzz.inputText({ target, input });
  const name = `${target}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.json`;
  mkdirSync(FIXTURES.found, { recursive: true });
  writeFileSync(join(FIXTURES.found, name), `${text}\n`);
  return `fixtures/fuzz/found/${name}`;
}
