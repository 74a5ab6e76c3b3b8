import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { DomainLifecycleEvent } from '../../src/index.js';
import { procedures as qemu } from '../../src/protocol/generated/qemu/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { answer, nextOf, startConnection } from '../support/test-connection.js';
import { agree, agreeToEnd, DEREGISTER, lifecycleFrame, REGISTER, tell } from '../support/test-events.js';

describe('what is registered at the daemon', () => {
  it('is registered once for all who want it, and deregistered after the last', async () => {
    const { peer, connection } = startConnection();
    const first = connection.domainEvents('lifecycle');
    const second = connection.domainEvents('lifecycle');
    await agree(peer, 3, lifecycleFrame(3, 1));
    expect((await first.next()).value).toBe((await second.next()).value);
    await first.return();
    expect(peer.received).toEqual([]);
    tell(peer, 3, [2]);
    expect((await second.next()).value?.detail).toBe(2);
    const over = second.return();
    expect(await agreeToEnd(peer)).toBe(3);
    await over;
  });

  it('is another for one domain than for all', async () => {
    const { peer, connection, domain } = startConnection();
    const all = connection.domainEvents('lifecycle');
    const one = connection.domainEvents('lifecycle', { domain });
    await agree(peer, 0);
    await agree(peer, 1);
    tell(peer, 1, [1]);
    tell(peer, 0, [2]);
    expect((await one.next()).value?.detail).toBe(1);
    expect((await all.next()).value?.detail).toBe(2);
  });

  it('is registered again only when the daemon has agreed to its end', async () => {
    const { peer, connection } = startConnection();
    const first = connection.domainEvents('lifecycle');
    await agree(peer, 0);
    void first.return();
    const ending = await nextOf(peer, DEREGISTER);
    const second = connection.domainEvents('lifecycle');
    await turn();
    expect(peer.received).toEqual([]);
    peer.reply(ending, DEREGISTER, undefined);
    await agree(peer, 1, lifecycleFrame(1, 6));
    expect((await second.next()).value?.detail).toBe(6);
  });

  it('is neither ended nor begun anew where somebody wants it again before it was registered', async () => {
    const { peer, connection } = startConnection();
    const first = connection.domainEvents('lifecycle');
    const call = await nextOf(peer, REGISTER);
    const over = first.return();
    const second = connection.domainEvents('lifecycle');
    peer.reply(call, REGISTER, { callbackID: 5 });
    tell(peer, 5, [1]);
    expect((await second.next()).value?.detail).toBe(1);
    await over;
    expect(peer.received).toEqual([]);
  });

  it('can be registered after the daemon has refused', async () => {
    const { peer, connection } = startConnection();
    const first = connection.domainEvents('lifecycle');
    peer.fail(await nextOf(peer, REGISTER));
    await expect(first.next()).rejects.toThrow('failed');
    const second = connection.domainEvents('lifecycle');
    await agree(peer, 0, lifecycleFrame(0, 1));
    expect((await second.next()).value?.detail).toBe(1);
  });
});

describe("what is registered for QEMU's monitors", () => {
  const { CONNECT_DOMAIN_MONITOR_EVENT_REGISTER: register } = qemu;

  it('is another for another name, and a pattern for all, which a daemon takes in any order', async () => {
    const { peer, connection } = startConnection();
    connection.qemuMonitorEvents('STOP');
    connection.qemuMonitorEvents('STOP', { flags: 2 });
    connection.qemuMonitorEvents();
    connection.qemuMonitorEvents('STOP');
    const asked = [];
    for (const callbackID of [0, 1, 2]) asked.push(await answer(peer, register, { callbackID }));
    expect(asked).toEqual([
      { dom: null, event: 'STOP', flags: 0 },
      { dom: null, event: 'STOP', flags: 2 },
      { dom: null, event: '.*', flags: 1 },
    ]);
    await turn();
    expect(peer.received).toEqual([]);
  });
});

describe('callbacks', () => {
  it('are called while an event is dispatched, from the chunk of the reply on', async () => {
    const { peer, connection, domain } = startConnection();
    const callback = vi.fn<(event: DomainLifecycleEvent) => void>();
    const registered = connection.domainEventRegisterAny(domain, 0, callback);
    await agree(peer, 8, lifecycleFrame(8, 1));
    expect(callback).toHaveBeenCalledTimes(1);
    const id = await registered;
    tell(peer, 8, [2]);
    expect(callback.mock.calls.map(([event]) => event.detail)).toEqual([1, 2]);
    const deregistered = connection.domainEventDeregisterAny(id);
    tell(peer, 8, [3]);
    expect(callback).toHaveBeenCalledTimes(2);
    expect(await agreeToEnd(peer)).toBe(8);
    await deregistered;
    await expect(connection.domainEventDeregisterAny(id)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  });

  it('have ids of their own, although they share a registration', async () => {
    const { peer, connection } = startConnection();
    const ids = Promise.all([
      connection.domainEventRegisterAny(null, 0, () => {}),
      connection.domainEventRegisterAny(null, 0, () => {}),
    ]);
    await agree(peer, 4);
    const [one, other] = await ids;
    expect(one).not.toBe(other);
    await connection.domainEventDeregisterAny(one);
    expect(peer.received).toEqual([]);
    await Promise.all([connection.domainEventDeregisterAny(other), agreeToEnd(peer)]);
  });

  it('of one family are not deregistered by the function of another', async () => {
    const { peer, connection } = startConnection();
    const registered = connection.domainEventRegisterAny(null, 0, () => {});
    await agree(peer, 0);
    await expect(connection.networkEventDeregisterAny(await registered)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARG_VALUE',
      message: "callbackID is not the id of a network event's callback",
    });
  });

  it('that throw are uncaught exceptions, and hold up nobody else', async () => {
    const { peer, connection } = startConnection();
    const later = vi.fn();
    const thrower = connection.domainEventRegisterAny(null, 0, () => {
      throw new Error('mine');
    });
    const registered = connection.domainEventRegisterAny(null, 0, later);
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const uncaught = once(process, 'uncaughtException');
      await agree(peer, 0, lifecycleFrame(0, 1));
      expect(later).toHaveBeenCalledTimes(1);
      await Promise.all([thrower, registered]);
      expect((await uncaught)[0]).toEqual(new Error('mine'));
    } finally {
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });

  it('whose registration is given up are deregistered when the daemon has agreed to it', async () => {
    const { peer, connection } = startConnection();
    const callback = vi.fn();
    const registered = connection.domainEventRegisterAny(null, 0, callback, { timeout: 10 });
    await expect(registered).rejects.toMatchObject({
      name: 'TimeoutError',
      message: 'CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY was not answered within 10 ms: it may take effect',
    });
    await agree(peer, 2, lifecycleFrame(2, 1));
    expect(await agreeToEnd(peer)).toBe(2);
    expect(callback).not.toHaveBeenCalled();
  });

  it('are given up by their signal', async () => {
    const { peer, connection } = startConnection();
    const before = connection.domainEventRegisterAny(null, 0, () => {}, { signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ code: 'ABORT_ERR', sent: false });
    expect(peer.received).toEqual([]);
    const abort = new AbortController();
    const registered = connection.domainEventRegisterAny(null, 0, () => {}, { signal: abort.signal });
    await turn();
    abort.abort();
    await expect(registered).rejects.toMatchObject({ code: 'ABORT_ERR', sent: true });
  });

  it('fail with a stack that leads to who registered them', async () => {
    const { peer, connection } = startConnection();
    async function whoRegisters(): Promise<unknown> {
      return await connection.domainEventRegisterAny(null, 0, () => {});
    }
    const failure = whoRegisters().catch((reason: unknown) => reason);
    peer.fail(await nextOf(peer, REGISTER), { code: 3 });
    const error = await failure;
    expect(error).toMatchObject({ code: 'VIR_ERR_NO_SUPPORT', procedure: REGISTER.name });
    expect((error as Error).stack).toContain('whoRegisters');
  });

  it('as they were before libvirt 0.8.0 are known by the function', async () => {
    const { peer, connection } = startConnection();
    const callback = vi.fn();
    const registered = connection.domainEventRegister(callback);
    await expect(connection.domainEventRegister(callback)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    await agree(peer, 1, lifecycleFrame(1, 0));
    await registered;
    expect(callback).toHaveBeenCalledTimes(1);
    await Promise.all([connection.domainEventDeregister(callback), agreeToEnd(peer)]);
    await expect(connection.domainEventDeregister(callback)).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
  });
});

describe('the arguments of what asks for events', () => {
  it('are checked before anything is sent', async () => {
    const { peer, connection } = startConnection();
    const other = startConnection();
    const wrong: [() => unknown, string][] = [
      [() => connection.domainEvents('nothing' as 'reboot'), 'ERR_INVALID_ARG_VALUE'],
      [() => connection.domainEvents([]), 'ERR_INVALID_ARG_VALUE'],
      [() => connection.domainEvents(5 as never), 'ERR_INVALID_ARG_TYPE'],
      [() => connection.domainEvents('reboot', { domain: other.domain }), 'ERR_INVALID_ARG_VALUE'],
      [() => connection.domainEvents('reboot', { domain: {} as never }), 'ERR_INVALID_ARG_TYPE'],
      [() => connection.domainEvents('reboot', { highWaterMark: 0 }), 'ERR_OUT_OF_RANGE'],
      [() => connection.domainEvents('reboot', { highWaterMark: '5' as never }), 'ERR_INVALID_ARG_TYPE'],
      [() => connection.domainEvents('reboot', { signal: {} as never }), 'ERR_INVALID_ARG_TYPE'],
      [() => connection.domainEvents('reboot', { dom: other.domain } as never), 'ERR_INVALID_ARG_VALUE'],
      [() => connection.qemuMonitorEvents(5 as never), 'ERR_INVALID_ARG_TYPE'],
      [() => connection.registerCloseCallback(null as never), 'ERR_INVALID_ARG_TYPE'],
      [() => connection.unregisterCloseCallback(() => {}), 'ERR_INVALID_ARG_VALUE'],
    ];
    for (const [ask, code] of wrong) expect(ask).toThrow(expect.objectContaining({ code }));
    const rejected: [Promise<unknown>, string][] = [
      [connection.domainEventRegisterAny(null, 30 as never, () => {}), 'ERR_OUT_OF_RANGE'],
      [connection.domainEventRegisterAny(null, '0' as never, () => {}), 'ERR_INVALID_ARG_TYPE'],
      [connection.domainEventRegisterAny(other.domain, 0, () => {}), 'ERR_INVALID_ARG_VALUE'],
      [connection.domainEventRegisterAny(null, 0, null as never), 'ERR_INVALID_ARG_TYPE'],
      [connection.domainEventDeregisterAny('0' as never), 'ERR_INVALID_ARG_TYPE'],
      [connection.domainEventDeregisterAny(0), 'ERR_INVALID_ARG_VALUE'],
      [connection.domainEventDeregister(null as never), 'ERR_INVALID_ARG_TYPE'],
    ];
    for (const [asked, code] of rejected) await expect(asked).rejects.toMatchObject({ code });
    expect(peer.received).toEqual([]);
  });
});

describe('close callbacks', () => {
  it('are told who ended the connection, unless they are unregistered', async () => {
    const { peer, connection } = startConnection();
    const told = vi.fn();
    const untold = vi.fn();
    connection.registerCloseCallback(told);
    connection.registerCloseCallback(untold);
    expect(() => connection.registerCloseCallback(told)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }),
    );
    connection.unregisterCloseCallback(untold);
    peer.event(procedures.CONNECT_EVENT_CONNECTION_CLOSED, { reason: 2 });
    await turn();
    expect(told.mock.calls).toEqual([[connection, 2]]);
    expect(untold).not.toHaveBeenCalled();
  });
});
