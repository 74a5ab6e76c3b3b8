import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { replay, seedsOf } from '../support/fault-seeds.js';
import { added, belongings, FaultStages, heldConnections } from '../support/fault-stages.js';

const { first, count } = seedsOf(10_000);

const BATCH = 1000;
const AT_A_TIME = 16;

let stages: FaultStages;
beforeAll(async () => {
  stages = await FaultStages.open(AT_A_TIME);
  // What is loaded, or opened once and kept, is not left behind by anybody.
  await stages.hold(Array.from({ length: AT_A_TIME }, (_, i) => -1 - i));
});
afterAll(() => stages.close());

const BATCHES = Array.from({ length: Math.ceil(count / BATCH) }, (_, i) => {
  const from = first + i * BATCH;
  return { from, to: Math.min(from + BATCH, first + count) - 1 };
});

it.each(BATCHES)(
  'conversations $from to $to end right, whatever happens to their bytes, and leave nothing behind',
  { timeout: 300_000 },
  async ({ from, to }) => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => {
      unhandled.push(reason);
    };
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const before = belongings();
    const told = await stages.hold(Array.from({ length: to - from + 1 }, (_, i) => from + i));
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
