import { fstatSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AbortError, TimeoutError } from '../../src/errors.js';
import { CREATE, DOM, HOSTNAME, LOOKUP, start, WITH_FILES } from '../support/test-session.js';

describe('a call that is given up', () => {
  it('before it is made is not sent', async () => {
    const { peer, session } = start();
    const signal = AbortSignal.abort(new Error('why'));
    const error = await session.call(HOSTNAME, undefined, { signal }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ code: 'ABORT_ERR', sent: false, cause: new Error('why') });
    await turn();
    expect(peer.received).toEqual([]);
  });

  it('in its tick is taken out, and those around it are not', async () => {
    const { peer, session } = start();
    const controller = new AbortController();
    const around = [session.call(LOOKUP, { name: 'before' })];
    const call = session.call(LOOKUP, { name: 'given up' }, { signal: controller.signal });
    around.push(session.call(LOOKUP, { name: 'after' }));
    const last = session.call(LOOKUP, { name: 'the last' }, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError', sent: false });
    await expect(last).rejects.toMatchObject({ name: 'AbortError', sent: false });
    await turn();
    const names = peer.received.map((received) => peer.args(received, LOOKUP).name);
    expect(names).toEqual(['before', 'after']);
    for (const received of peer.received.splice(0)) peer.reply(received, LOOKUP, { dom: DOM });
    await Promise.all(around);
  });

  it('while it waits for its turn leaves the queue', async () => {
    const { peer, session } = start(1);
    const first = session.call(HOSTNAME, undefined);
    const call = session.call(LOOKUP, { name: 'x' }, { timeout: 5 });
    const third = session.call(HOSTNAME, undefined);
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError', code: 'ERR_LIBVIRT_TIMEOUT', sent: false });
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' });
    await first;
    const received = await peer.next();
    expect(received.header.proc).toBe(HOSTNAME.number);
    peer.reply(received, HOSTNAME, { hostname: 'h' });
    await third;
  });

  it('when it has been sent may have taken effect; its reply is read past, its descriptors are closed', async () => {
    const { peer, session } = start();
    const controller = new AbortController();
    const call = session.callWithFds(WITH_FILES, CREATE, [], { signal: controller.signal });
    const received = await peer.next();
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError', sent: true });
    const fd = openSync('/dev/null', 'r');
    peer.reply(received, WITH_FILES, { dom: DOM }, [fd]);
    expect(() => fstatSync(fd)).toThrow('EBADF');
    const next = session.call(HOSTNAME, undefined);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' });
    expect(await next).toEqual({ hostname: 'h' });
  });

  it('keeps its place until it is answered, since the daemon is still at it', async () => {
    const { peer, session } = start(1);
    const over = expect(session.call(HOSTNAME, undefined, { timeout: 5 })).rejects.toBeInstanceOf(TimeoutError);
    const received = await peer.next();
    await over;
    const next = session.call(HOSTNAME, undefined);
    await turn();
    expect(peer.received).toEqual([]);
    peer.fail(received);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' });
    await next;
  });

  it('leaves no listener and no timer behind, however it ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { peer, session } = start();
    const controller = new AbortController();
    let listeners = 0;
    const signal = Object.assign(controller.signal, {});
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<AbortSignal['addEventListener']>) => {
      listeners++;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<AbortSignal['removeEventListener']>) => {
      listeners--;
      removeEventListener.apply(signal, args);
    };
    const good = session.call(HOSTNAME, undefined, { signal, timeout: 60_000 });
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' });
    await good;
    const bad = session.call(HOSTNAME, undefined, { signal, timeout: 60_000 });
    peer.fail(await peer.next());
    await expect(bad).rejects.toThrow();
    expect(listeners).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    [{ timeout: 0 }, RangeError],
    [{ timeout: Number.NaN }, RangeError],
    [{ timeout: 2 ** 31 }, RangeError],
    [{ timeout: '5' as unknown as number }, TypeError],
    [{ signal: {} as AbortSignal }, TypeError],
    [null as unknown as object, TypeError],
  ])('refuses the options %j', async (options, type) => {
    await expect(start().session.call(HOSTNAME, undefined, options)).rejects.toBeInstanceOf(type);
  });
});
