import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backoff } from '../../src/rpc/reconnecting/backoff.js';

describe('the pauses between attempts', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const pauses = (backoff: Backoff, count: number): number[] => Array.from({ length: count }, () => backoff.next());

  it('grow up to the longest', () => {
    const backoff = new Backoff({ initialDelay: 100, maxDelay: 1000, factor: 2, jitter: 0 });
    expect(pauses(backoff, 6)).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('are left to chance, to a part', () => {
    const backoff = new Backoff({ initialDelay: 100, maxDelay: 100, factor: 1, jitter: 0.5 });
    vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(0.999);
    expect(pauses(backoff, 2)).toEqual([100, 50]);
  });

  it('begin anew when a connection has lasted, and not when it was lost again at once', () => {
    const backoff = new Backoff({ initialDelay: 100, maxDelay: 1000, factor: 2, jitter: 0 });
    backoff.opened();
    vi.advanceTimersByTime(1001);
    backoff.lost();
    expect(pauses(backoff, 2)).toEqual([100, 200]);
    backoff.opened();
    vi.advanceTimersByTime(500);
    backoff.lost();
    expect(backoff.next()).toBe(400);
    backoff.opened();
    vi.advanceTimersByTime(1001);
    backoff.lost();
    expect(backoff.next()).toBe(100);
  });
});
