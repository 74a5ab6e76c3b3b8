import { expect, it } from 'vitest';
import { type ConnectOptions, LibvirtError } from '../../src/index.js';
import { useFaultHost } from '../support/fault-host.js';
import type { Direction } from '../support/fault-plan.js';
import { FAULTLESS } from '../support/fault-proxy.js';
import { Random } from '../support/fault-random.js';
import { runScript, type StepEnd } from '../support/fault-script.js';
import { added, belongings } from '../support/fault-stages.js';

const host = useFaultHost();

/** Seconds; the bound that goes with it is `interval × (count + 1)`. */
const KEEPALIVE = { interval: 0.1, count: 2 };
/** Of connecting, milliseconds. */
const TIMEOUT = 500;
const LIMITS: ConnectOptions = { keepalive: KEEPALIVE, timeout: TIMEOUT };
/** Milliseconds that a step may take, however busy the machine is. */
const BOUND = 8000;

let names = 0;
const name = (): string => `fault-${process.pid}-${++names}`;

/** Holds the conversation, and has something done when so many messages have gone one way. */
async function interrupted(
  direction: Direction,
  message: number,
  options: ConnectOptions,
  act: () => void,
): Promise<StepEnd[]> {
  let done = false;
  host.proxy.expect({
    ...FAULTLESS,
    watch: (way, messages) => {
      if (done || way !== direction || messages < message) return;
      done = true;
      act();
    },
  });
  const ends = await runScript({ uri: host.uri, options, name: name(), bound: BOUND });
  host.proxy.cut();
  return ends;
}

/** How many messages go each way where nothing happens. */
async function messages(): Promise<Readonly<Record<Direction, number>>> {
  host.proxy.expect(FAULTLESS);
  const ends = await runScript({ uri: host.uri, options: { keepalive: false }, name: name(), bound: BOUND });
  expect(ends.filter(({ error }) => error !== null)).toEqual([]);
  return host.proxy.link?.messages ?? { up: 0, down: 0 };
}

/** The steps that begin with a call. */
const CALLS = ['call', 'cause', 'stream'];

/** Each error is one of the library's, the connection's loss where it was open, and nothing was sent once it was known. */
function expectRight(ends: readonly StepEnd[], codes: readonly string[]): void {
  let lost = false;
  for (const { step, error } of ends) {
    if (error === null) continue;
    expect(error, `${step}: ${error.message}`).toBeInstanceOf(LibvirtError);
    expect(codes, `${step}: ${error.message}`).toContain(error.code);
    if (lost && CALLS.includes(step)) expect(error, step).toMatchObject({ sent: false });
    lost = true;
  }
}

const DIRECTIONS = ['up', 'down'] as const;

it.each(DIRECTIONS)(
  'a daemon that stops at any message %s is found out within the bound of keepalive, or of connecting',
  async (direction) => {
    const total = (await messages())[direction];
    expect(total).toBeGreaterThan(10);
    const before = belongings();
    for (let message = 1; message <= total; message++) {
      const ends = await interrupted(direction, message, LIMITS, () => host.daemon.kill('SIGSTOP'));
      host.daemon.kill('SIGCONT');
      expectRight(ends, ['ERR_LIBVIRT_KEEPALIVE', 'ERR_LIBVIRT_TIMEOUT']);
    }
    await expect.poll(() => added(before), { timeout: 5000 }).toEqual([]);
    await messages();
  },
);

it.each(DIRECTIONS)(
  'a daemon that is killed at a message %s, and started again, ends what was open, and is connected to anew',
  async (direction) => {
    const total = (await messages())[direction];
    for (let message = 1; message <= total; message++) {
      const ends = await interrupted(direction, message, {}, () => host.daemon.kill('SIGKILL'));
      expectRight(ends, ['ERR_LIBVIRT_CONNECTION_LOST']);
      await host.restart();
    }
    await messages();
  },
);

it.each(DIRECTIONS)(
  'a proxy that swallows any message %s ends connecting and conversations in time',
  async (direction) => {
    const total = (await messages())[direction];
    const before = belongings();
    const stages = new Set<string>();
    for (let message = 0; message < total; message++) {
      const plan = { ...FAULTLESS.plan, blow: { kind: 'swallow', direction, place: { message, offset: 0 } } } as const;
      host.proxy.expect({ plan, random: new Random(message) });
      const ends = await runScript({ uri: host.uri, options: LIMITS, name: name(), bound: BOUND });
      host.proxy.cut();
      const why = ends[0]?.error;
      if (why?.code === 'ERR_LIBVIRT_TIMEOUT') {
        const [, stage = why.message] = why.message.split(`no connection was made within ${TIMEOUT} ms: `);
        stages.add(stage);
      }
      expectRight(ends, ['ERR_LIBVIRT_KEEPALIVE', 'ERR_LIBVIRT_TIMEOUT']);
      expect(ends.some(({ error }) => error !== null) || message >= total - 2).toBe(true);
    }
    // Once it has opened the hypervisor, keepalive notices first.
    expect([...stages]).toEqual([
      'the daemon was connected to, and does not answer',
      'the daemon lets this client in, and has not opened the hypervisor yet',
    ]);
    await expect.poll(() => added(before), { timeout: 5000 }).toEqual([]);
  },
);
