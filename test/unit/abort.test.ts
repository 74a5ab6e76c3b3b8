import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { joinSignals, offAbort, onAbort } from '../../src/abort.js';

describe('a signal that many wait for', () => {
  it('tells each of them, in their order, by one listener', () => {
    const controller = new AbortController();
    const told: number[] = [];
    const count = 30;
    for (let i = 0; i < count; i++) onAbort(controller.signal, () => told.push(i));
    const calls = { handleEvent: () => told.push(count) };
    onAbort(controller.signal, calls);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    controller.abort();
    expect(told).toEqual(Array.from({ length: count + 1 }, (_, i) => i));
  });

  it('has no listener when nobody waits any more', () => {
    const { signal } = new AbortController();
    const [first, second] = [() => {}, () => {}];
    onAbort(signal, first);
    onAbort(signal, second);
    offAbort(signal, first);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    offAbort(signal, first);
    offAbort(signal, second);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    onAbort(signal, first);
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  });

  it('does not tell who has left, also while others are told', () => {
    const controller = new AbortController();
    const told: string[] = [];
    const later = (): void => void told.push('later');
    onAbort(controller.signal, () => {
      told.push('first');
      offAbort(controller.signal, later);
    });
    onAbort(controller.signal, later);
    controller.abort();
    expect(told).toEqual(['first']);
  });

  it('may be none', () => {
    onAbort(undefined, () => {});
    offAbort(undefined, () => {});
  });
});

describe('two signals that are one', () => {
  it('fire with the first, and its reason', () => {
    for (const which of [0, 1]) {
      const both = [new AbortController(), new AbortController()] as const;
      const { signal } = joinSignals(both[0].signal, both[1].signal);
      expect(signal.aborted).toBe(false);
      both[which]?.abort('why');
      expect(signal).toMatchObject({ aborted: true, reason: 'why' });
    }
  });

  it('have fired where one of them has', () => {
    const { signal } = new AbortController();
    expect(joinSignals(AbortSignal.abort('before'), signal).signal.reason).toBe('before');
    expect(joinSignals(signal, AbortSignal.abort('before')).signal.reason).toBe('before');
  });

  it('leave no listener', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const { signal, end } = joinSignals(first.signal, second.signal);
    end();
    first.abort();
    expect(signal.aborted).toBe(false);
    expect(getEventListeners(second.signal, 'abort')).toEqual([]);
  });

  it('fire though nobody else holds the timeout', async () => {
    const { signal } = joinSignals(AbortSignal.timeout(50), new AbortController().signal);
    const fired = new Promise((resolve) => onAbort(signal, () => resolve(true)));
    for (let i = 0; i < 5; i++) {
      globalThis.gc?.();
      await turn();
    }
    expect(await fired).toBe(true);
  });
});
