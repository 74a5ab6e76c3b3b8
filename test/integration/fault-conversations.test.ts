import { afterAll, beforeAll, expect, it } from 'vitest';
import { useFaultHost } from '../support/fault-host.js';
import { judge } from '../support/fault-judge.js';
import { faultsBy } from '../support/fault-plan.js';
import type { FaultProxy } from '../support/fault-proxy.js';
import { Random } from '../support/fault-random.js';
import { runScript } from '../support/fault-script.js';
import { replay, seedsOf } from '../support/fault-seeds.js';
import { added, belongings } from '../support/fault-stages.js';

const host = useFaultHost();

const AT_A_TIME = 6;
/** About how many messages each side sends. */
const MESSAGES = 16;
/** Milliseconds. */
const PATIENCE = 400;
const BOUND = 10_000;

const { first, count } = seedsOf(300);

let proxies: FaultProxy[] = [];
beforeAll(async () => {
  proxies = await Promise.all(Array.from({ length: AT_A_TIME }, (_, i) => host.another(`${i}.sock`)));
});
afterAll(async () => {
  for (const proxy of proxies) await proxy.close();
});

/** What is wrong with the conversation of a seed. */
async function converse(seed: number, proxy: FaultProxy): Promise<string[]> {
  const random = new Random(seed);
  const plan = faultsBy(random, MESSAGES);
  const kind = plan.blow?.kind;
  const silent = kind === 'swallow' || kind === 'block';
  // By keepalive alone, or by the limits of each step.
  const limited = kind === 'corrupt' || (silent && random.chance(0.5));
  const keepalive = silent && !limited ? { interval: 0.1, count: 1 } : (false as const);
  const timeout = limited || silent ? PATIENCE : undefined;
  proxy.expect({ plan, random: random.fork() });
  const ends = await runScript({
    uri: `test+unix:///default?socket=${proxy.path}`,
    options: { keepalive, ...(timeout === undefined ? {} : { timeout }) },
    name: `seed-${process.pid}-${seed}`,
    bound: BOUND,
    patience: limited ? PATIENCE : undefined,
  });
  const struck = proxy.link?.struck ?? null;
  proxy.cut();
  const limits = { timeout: limited ? PATIENCE : undefined, keepalive, connecting: timeout };
  return ends.flatMap(({ step, error }) => {
    const why = judge(error, struck, limits);
    return why === null ? [] : `${step}: ${why}: ${error?.name} ${error?.message} ${JSON.stringify({ plan, struck })}`;
  });
}

it(`${count} conversations with a real daemon end right, whatever happens to their bytes`, async () => {
  const before = belongings();
  const rest = Array.from({ length: count }, (_, i) => first + i);
  const wrong: string[] = [];
  const work = async (proxy: FaultProxy): Promise<void> => {
    for (let seed = rest.shift(); seed !== undefined; seed = rest.shift()) {
      const faults = await converse(seed, proxy);
      if (faults.length === 0) continue;
      wrong.push(
        `${replay(seed, 'integration', 'test/integration/fault-conversations.test.ts')}\n${faults.join('\n')}`,
      );
    }
  };
  await Promise.all(proxies.map(work));
  expect(wrong.slice(0, 10).join('\n\n'), `${wrong.length} conversations went wrong`).toBe('');
  await expect.poll(() => added(before), { timeout: 5000 }).toEqual([]);
});
