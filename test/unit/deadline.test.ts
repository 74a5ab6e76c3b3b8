import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from '../../src/api/deadline.js';
import { collectGarbage } from '../support/garbage.js';

/** Work that ends only by its signal, with that signal's reason. */
const never = (signal: AbortSignal | undefined): Promise<never> =>
  new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));

async function collecting<T>(promise: Promise<T>): Promise<T> {
  for (let i = 0; i < 5; i++) {
    await delay(2);
    collectGarbage();
  }
  return promise;
}

/** Compiled for speed, a function holds no variable that it does not use any more. */
async function warmUp(): Promise<void> {
  for (let i = 0; i < 20_000; i++) await withDeadline({ timeout: 10_000 }, async () => i);
}

it('a timeout holds, although garbage is collected meanwhile', async () => {
  await warmUp();
  const work = withDeadline({ timeout: 50 }, never).catch((error: unknown) => error);
  expect(await collecting(work)).toMatchObject({ name: 'TimeoutError', cause: { name: 'TimeoutError' } });
});

it('so does a signal that only this has', async () => {
  const work = withDeadline({ signal: AbortSignal.timeout(50) }, never).catch((error: unknown) => error);
  expect(await collecting(work)).toMatchObject({ name: 'AbortError', cause: { name: 'TimeoutError' } });
});

it('what ends the work leaves nothing at the signal', async () => {
  const { signal } = new AbortController();
  expect(await withDeadline({ signal, timeout: 1000 }, async () => 1)).toBe(1);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('a signal that has fired begins nothing', async () => {
  const signal = AbortSignal.abort(new Error('why'));
  const begun: unknown[] = [];
  const work = withDeadline({ signal }, async () => begun.push(1));
  await expect(work).rejects.toMatchObject({ name: 'AbortError', sent: false, cause: { message: 'why' } });
  expect(begun).toEqual([]);
});

describe('where no time is given', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('connecting may take a minute, and the error tells how far it came', async () => {
    vi.useFakeTimers();
    const work = withDeadline({}, (signal, progress) => {
      progress.reach('nobody has answered');
      return never(signal);
    });
    const error = work.catch((why: unknown) => why);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await error).toMatchObject({
      name: 'TimeoutError',
      message: 'no connection was made within 60000 ms: nobody has answered',
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a person who is asked is waited for, and nobody else', async () => {
    vi.useFakeTimers();
    let asking = true;
    const work = withDeadline({}, (signal, progress) => {
      progress.reach('somebody is asked', true);
      setTimeout(() => progress.reach('nobody has answered'), 100_000);
      return never(signal).finally(() => {
        asking = progress.asking;
      });
    });
    const error = work.catch((why: unknown) => why);
    await vi.advanceTimersByTimeAsync(119_999);
    expect(asking).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(await error).toMatchObject({ name: 'TimeoutError' });
    expect(asking).toBe(false);
  });

  it('and so is whoever else, where that is said', async () => {
    vi.useFakeTimers();
    const work = withDeadline({ timeout: Number.POSITIVE_INFINITY }, () => new Promise(() => {}));
    expect(vi.getTimerCount()).toBe(0);
    expect(await Promise.race([work, Promise.resolve('waiting')])).toBe('waiting');
  });

  it('nor is a person waited for longer than was said', async () => {
    vi.useFakeTimers();
    const work = withDeadline({ timeout: 1000 }, (signal, progress) => {
      progress.reach('somebody is asked', true);
      return never(signal);
    });
    const error = work.catch((why: unknown) => why);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await error).toMatchObject({ message: 'no connection was made within 1000 ms: somebody is asked' });
  });
});
