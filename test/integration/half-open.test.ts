import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ConnectCloseReason, type Connection, connect } from '../../src/index.js';
import { PROGRAM as KEEPALIVE } from '../../src/protocol/generated/keepalive/index.js';
import { open, useDaemon, useFolder } from '../support/integration-daemon.js';
import { QuietProxy } from '../support/quiet-proxy.js';

const daemon = useDaemon({ keepaliveInterval: 1 });
const folder = useFolder();

const INTERVAL = 0.2;
const COUNT = 3;
/** Seconds that a connection lives whose other side is gone. */
const SILENCE = INTERVAL * (COUNT + 1);
/** Seconds that this machine may be late. */
const LATE = 3;

const WAYS = ['koffi', 'none', 'tcp'] as const;

async function through(way: (typeof WAYS)[number], name: string): Promise<{ proxy: QuietProxy; uri: string }> {
  const path = join(folder, name);
  const proxy = await QuietProxy.open(daemon().socket, way === 'tcp' ? 0 : path);
  const unix = `test+unix:///default?socket=${path}`;
  return { proxy, uri: way === 'tcp' ? `test+tcp://127.0.0.1:${proxy.port}/default` : unix };
}

const optionsOf = (way: (typeof WAYS)[number]) => (way === 'tcp' ? {} : { fdTransport: way });

/** How a connection ends whose other side is gone from now on, with a call that waits; and after how many seconds. */
async function found(connection: Connection): Promise<number> {
  const begun = performance.now();
  const closed = once(connection, 'close');
  const call = connection.getHostname().catch((error: unknown) => error);
  const [error, reason] = (await closed) as [Error, ConnectCloseReason];
  const took = (performance.now() - begun) / 1000;
  expect(error).toMatchObject({ code: 'ERR_LIBVIRT_KEEPALIVE', message: expect.stringContaining('silent for 0.8 s') });
  expect(reason).toBe(ConnectCloseReason.KEEPALIVE);
  expect(await call).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_KEEPALIVE', sent: true });
  return took;
}

describe.each(WAYS)('over %s', (way) => {
  it('a connection whose other side is gone is found out in time', async () => {
    const { proxy, uri } = await through(way, `gone-${way}`);
    const connection = await open(uri, { ...optionsOf(way), keepalive: { interval: INTERVAL, count: COUNT } });
    proxy.fallSilent();
    const took = await found(connection);
    // What came last may have come some time before.
    expect(took).toBeGreaterThan(SILENCE - 2 * INTERVAL);
    expect(took).toBeLessThan(SILENCE + LATE);
  });
});

it('a daemon that is stopped is found out in time, and one that goes on is not given up', async () => {
  const connection = await open(daemon().uri('test'), { keepalive: { interval: INTERVAL, count: COUNT } });
  daemon().kill('SIGSTOP');
  try {
    await delay(2 * INTERVAL * 1000);
    daemon().kill('SIGCONT');
    expect(await connection.getType()).toBe('TEST');
    daemon().kill('SIGSTOP');
    expect(await found(connection)).toBeLessThan(SILENCE + LATE);
    // One that is stopped accepts nobody, and the kernel does that for it.
    await expect(connect(daemon().uri('test'), { timeout: 200 })).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('no connection was made within 200 ms'),
    });
  } finally {
    daemon().kill('SIGCONT');
  }
});

describe('an idle connection', () => {
  it('has no traffic but keepalive', async () => {
    const { proxy, uri } = await through('koffi', 'idle');
    const connection = await open(uri, { keepalive: { interval: INTERVAL, count: COUNT } });
    for (const traffic of [proxy.toDaemon, proxy.toClient]) traffic.clear();
    await delay(2500);
    for (const { messages, bytes } of [proxy.toDaemon, proxy.toClient]) {
      expect(new Set(messages.map(({ prog }) => prog))).toEqual(new Set([KEEPALIVE]));
      expect(bytes).toBe(28 * messages.length);
    }
    const [asked, answered] = [proxy.toDaemon, proxy.toClient].map(
      ({ messages }) => messages.filter(({ proc }) => proc === 1).length,
    );
    // Its silence is asked after once an interval, and anything that comes from the daemon ends it.
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(asked).toBeLessThanOrEqual(Math.ceil(2.5 / INTERVAL));
    // What this side sends ends the daemon's own questions.
    expect(answered).toBeLessThanOrEqual(3);
    expect(connection.isAlive()).toBe(true);
  });

  it('has none at all without keepalive', async () => {
    const { proxy, uri } = await through('koffi', 'mute');
    const connection = await open(uri, { keepalive: false });
    for (const traffic of [proxy.toDaemon, proxy.toClient]) traffic.clear();
    await delay(2500);
    expect([proxy.toDaemon.bytes, proxy.toClient.bytes]).toEqual([0, 0]);
    expect(await connection.getType()).toBe('TEST');
  });

  it("asks and answers by the C client's defaults where nothing is said", async () => {
    const { proxy, uri } = await through('koffi', 'defaults');
    await open(uri);
    for (const traffic of [proxy.toDaemon, proxy.toClient]) traffic.clear();
    await delay(2500);
    // The daemon here asks after a second, and this side would after five.
    expect(proxy.toDaemon.messages.length).toBeGreaterThanOrEqual(1);
    expect(new Set(proxy.toClient.messages.map(({ proc }) => proc))).toEqual(new Set([1]));
    expect(new Set(proxy.toDaemon.messages.map(({ proc }) => proc))).toEqual(new Set([2]));
  });
});
