import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  AbortError,
  type Connection,
  ConnectionError,
  type ConnectResult,
  type ConnectTarget,
  connectAll,
} from '../../src/index.js';
import { TestDialer } from '../support/test-dialer.js';

/** Takes what is written, and says nothing. */
const silent = (): Duplex => new Duplex({ read() {}, write() {} });

const URI = 'test:///default';

const hosts = (count: number, dialer: TestDialer): ConnectTarget[] =>
  Array.from({ length: count }, () => ({ uri: URI, stream: dialer.dial }));

/** All that there are; every connection is closed when the test is over. */
async function all(results: AsyncIterable<ConnectResult>): Promise<ConnectResult[]> {
  const found: ConnectResult[] = [];
  for await (const result of results) {
    found.push(result);
    const { connection } = result;
    if (connection !== null) onTestFinished(() => connection.close());
  }
  return found;
}

describe('connectAll', () => {
  it('tells of each host once, in the order in which it is known', async () => {
    const dialer = new TestDialer();
    const slow: ConnectTarget = { uri: URI, stream: () => delay(200).then(dialer.dial) };
    const refused: ConnectTarget = { uri: 'test:///refused', stream: () => Promise.reject(new Error('not today')) };
    const results = await all(connectAll([slow, refused, ...hosts(1, dialer)]));
    expect(results.map(({ uri, index }) => [uri, index])).toEqual([
      ['test:///refused', 1],
      [URI, 2],
      [URI, 0],
    ]);
    expect(results.map(({ connection }) => connection?.getURI() ?? null)).toEqual([null, URI, URI]);
    expect(results.map(({ error }) => error?.message.includes('not today') ?? null)).toEqual([true, null, null]);
  });

  it('connects to no more at a time than it may, those included that nobody takes', async () => {
    const dialer = new TestDialer();
    const results = connectAll(hosts(7, dialer), { concurrency: 3 });
    expect(dialer.dials).toBe(0);
    const first = await results.next();
    await delay(50);
    // The one that was taken has made room for one more.
    expect(dialer.dials).toBe(4);
    const others = await all(results);
    const indexes = [first.value?.index, ...others.map(({ index }) => index)];
    expect(indexes.sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    await first.value?.connection?.close();
  });

  it('takes URIs as they come, and asks for no more than it needs', async () => {
    const dialer = new TestDialer();
    const asked: number[] = [];
    let closed = false;
    async function* uris() {
      try {
        for (const [i, host] of hosts(9, dialer).entries()) {
          asked.push(i);
          yield host;
        }
      } finally {
        closed = true;
      }
    }
    for await (const { connection } of connectAll(uris(), { concurrency: 2 })) {
      await connection?.close();
      if (asked.length >= 4) break;
    }
    expect(asked.length).toBeLessThanOrEqual(6);
    expect(closed).toBe(true);
    await dialer.gone();
  });

  it('closes what was not taken when it is left, and nothing that was', async () => {
    const dialer = new TestDialer();
    let mine: Connection | null = null;
    for await (const { connection } of connectAll(hosts(5, dialer))) {
      mine = connection;
      // Others are connected to meanwhile, and some are still connecting.
      await dialer.counted(5);
      break;
    }
    await expect.poll(() => dialer.open).toBe(1);
    expect(mine?.isAlive()).toBe(true);
    await mine?.close();
    await dialer.gone();
  });

  it('closes a connection that opens when nobody waits for it any more', async () => {
    const dialer = new TestDialer();
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    // Its maker does not listen to the signal.
    const late: ConnectTarget = { uri: URI, stream: () => opened.then(dialer.dial) };
    const results = connectAll([late, ...hosts(1, dialer)]);
    const first = await results.next();
    expect(first.value?.index).toBe(1);
    const left = results.return();
    open();
    await left;
    await first.value?.connection?.close();
    await dialer.gone();
  });

  it('ends by its signal, and says so once', async () => {
    const dialer = new TestDialer();
    const abort = new AbortController();
    const results = connectAll([...hosts(1, dialer), { uri: URI, stream: silent }], { signal: abort.signal });
    const first = await results.next();
    const second = results.next();
    const third = results.next();
    const why = new Error('enough');
    abort.abort(why);
    await expect(second).rejects.toBeInstanceOf(AbortError);
    await expect(second).rejects.toMatchObject({ cause: why });
    expect(await third).toEqual({ value: undefined, done: true });
    expect(first.value?.connection?.isAlive()).toBe(true);
    await first.value?.connection?.close();
    await dialer.gone();
  });

  it('begins with nothing where the signal has fired before', async () => {
    const dialer = new TestDialer();
    const results = connectAll(hosts(2, dialer), { signal: AbortSignal.abort() });
    await expect(results.next()).rejects.toBeInstanceOf(AbortError);
    expect(dialer.dials).toBe(0);
  });

  it('gives each host its time, and its options', async () => {
    const dialer = new TestDialer();
    const own = new AbortController();
    const mine: ConnectTarget = { uri: URI, stream: silent, signal: own.signal, timeout: 60_000 };
    const results = all(connectAll([{ uri: URI, stream: silent }, mine], { timeout: 30 }));
    await delay(60);
    own.abort();
    const [first, second] = await results;
    expect([first?.index, first?.error?.name]).toEqual([0, 'TimeoutError']);
    expect([second?.index, second?.error?.name]).toEqual([1, 'AbortError']);
    await dialer.gone();
  });

  it('tells of what cannot be connected to as it tells of a host that fails', async () => {
    const wrong = { uri: URI, maxInFlight: 0 } satisfies ConnectTarget;
    const thrown = { uri: URI, stream: () => Promise.reject('a string') } satisfies ConnectTarget;
    const results = await all(connectAll(['test://::', wrong, thrown]));
    const errors = results.sort((a, b) => a.index - b.index).map(({ error }) => error);
    expect(errors.map((error) => error?.constructor.name)).toEqual(['TypeError', 'RangeError', 'ConnectionError']);
    expect(errors[2]).toBeInstanceOf(ConnectionError);
    expect(errors[2]?.cause).toBe('a string');
  });

  it('tells of what is wrong with the iterable when all before it was taken', async () => {
    const dialer = new TestDialer();
    let closed = false;
    function* broken() {
      try {
        yield* hosts(2, dialer);
        yield 5 as unknown as string;
      } finally {
        closed = true;
      }
    }
    const results = connectAll(broken());
    const taken = [await results.next(), await results.next()];
    await expect(results.next()).rejects.toThrow('uris[2] must be a string, or an object with a uri; got 5');
    expect(await results.next()).toEqual({ value: undefined, done: true });
    expect(closed).toBe(true);
    for (const { value } of taken) await value?.connection?.close();
    await dialer.gone();
  });

  it('does not wait for an iterable that comes to nothing', async () => {
    async function* never(): AsyncGenerator<string> {
      await once(new EventTarget(), 'never');
      yield '';
    }
    const results = connectAll(never());
    const next = results.next();
    await results.return();
    expect(await next).toEqual({ value: undefined, done: true });
  });

  it('refuses what is wrong at once', () => {
    expect(() => connectAll('test:///default' as unknown as string[])).toThrow('uris must be an iterable');
    expect(() => connectAll([], { concurrency: 0 })).toThrow(RangeError);
    expect(() => connectAll([], { timeout: -1 })).toThrow(RangeError);
    expect(() => connectAll([], { readonly: true } as object)).toThrow('options.readonly is not an option');
    expect(() => connectAll([], { stream: silent } as object)).toThrow('options.stream');
    expect(() => connectAll([], { reconnect: { attempts: -1 } } as object)).toThrow('options.reconnect.');
  });
});
