import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { replay, seedsOf } from './fault-seeds.js';
import { added, belongings, FaultStages, heldConnections } from './fault-stages.js';

const CONVERSATIONS = 10_000;
const BATCH = 1000;
const AT_A_TIME = 16;

/**
 * Tests that hold every other one of the conversations: two files hold them all, at the same time. One that is asked for by
 * its seed is the first file's.
 */
export function holdConversations(half: 0 | 1): void {
  const { first, count } = seedsOf(CONVERSATIONS);
  const seeds = Array.from({ length: count }, (_, i) => first + i).filter((_, i) => i % 2 === half);
  const batches = Array.from({ length: Math.ceil(count / BATCH) }, (_, i) => {
    const from = first + i * BATCH;
    return { from, to: Math.min(from + BATCH, first + count) - 1 };
  });
  let stages: FaultStages;
  beforeAll(async () => {
    stages = await FaultStages.open(AT_A_TIME);
    // What is loaded, or opened once and kept, is not left behind by anybody.
    await stages.hold(Array.from({ length: AT_A_TIME }, (_, i) => -1 - i));
  });
  afterAll(() => stages.close());

  it.each(batches)(
    'every other conversation from $from to $to ends right, whatever happens to its bytes, and leaves nothing behind',
    { timeout: 300_000 },
    async ({ from, to }) => {
      const unhandled: unknown[] = [];
      const note = (reason: unknown): void => {
        unhandled.push(reason);
      };
      process.on('unhandledRejection', note);
      onTestFinished(() => void process.off('unhandledRejection', note));
      const before = belongings();
      const told = await stages.hold(seeds.filter((seed) => seed >= from && seed <= to));
      const wrong = [...told].filter(([, { faults }]) => faults.length > 0);
      const report = wrong.map(
        ([seed, { plan, struck, faults }]) =>
          `${replay(seed, 'session', 'test/session/fault-conversations.test.ts')}\n${JSON.stringify({ plan, struck })}\n${faults.join('\n')}`,
      );
      expect(report.slice(0, 10).join('\n\n'), `${wrong.length} conversations went wrong`).toBe('');
      expect(unhandled).toEqual([]);
      expect(await heldConnections(told.values())).toBe(0);
      await expect.poll(() => added(before), { timeout: 5000 }).toEqual([]);
    },
  );
}
