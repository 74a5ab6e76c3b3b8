import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { EventsLostError } from '../../src/errors.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { answer, nextOf, startConnection } from '../support/test-connection.js';
import { agree, agreeToEnd, lifecycleFrame, REBOOT, REGISTER, tell } from '../support/test-events.js';
import { DOM } from '../support/test-session.js';

describe("iterated events' registration", () => {
  it('is sent by the call itself, and takes the event that comes in the chunk of its reply', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    const call = await agree(peer, 7, lifecycleFrame(7, 1), lifecycleFrame(7, 2));
    expect(peer.args(call, REGISTER)).toEqual({ eventID: 0, dom: null });
    await turn();
    tell(peer, 7, [3]);
    for (const detail of [1, 2, 3]) {
      expect(await events.next()).toMatchObject({ done: false, value: { kind: 'lifecycle', event: 2, detail } });
    }
  });

  it('is fulfilled when the daemon has agreed, and rejected when it has not', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents(['lifecycle', 'reboot']);
    const refused = connection.domainEvents('rtcChange');
    let registered = false;
    void events.registered.then(() => {
      registered = true;
    });
    await agree(peer, 0);
    await turn();
    expect(registered).toBe(false);
    await agree(peer, 1);
    await events.registered;
    peer.fail(await nextOf(peer, REGISTER), { code: 3 });
    await expect(refused.registered).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    const aborted = connection.domainEvents('reboot', { signal: AbortSignal.abort() });
    await expect(aborted.registered).rejects.toMatchObject({ code: 'ABORT_ERR', sent: false });
  });

  it('is of one domain where one is given', async () => {
    const { peer, connection, domain } = startConnection();
    connection.domainEvents('reboot', { domain });
    expect(peer.args(await agree(peer, 0), REGISTER)).toEqual({ eventID: 1, dom: DOM });
  });

  it('gives each event its typed object, and the domain as an object of the connection', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0, lifecycleFrame(0, 4));
    const { value } = await events.next();
    expect(value?.domain).toMatchObject({ name: 'one', id: 5, connection });
  });

  it('gives no event that is for another callback', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 3, lifecycleFrame(2, 1), lifecycleFrame(3, 2));
    expect((await events.next()).value?.detail).toBe(2);
  });

  it('gives the events of several kinds in the order in which they came', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents(['lifecycle', 'reboot', 'lifecycle']);
    await agree(peer, 0);
    await agree(peer, 1);
    tell(peer, 0, [1]);
    peer.event(REBOOT, { callbackID: 1, msg: { dom: DOM } });
    tell(peer, 0, [2]);
    const kinds = [];
    for (let i = 0; i < 3; i++) kinds.push((await events.next()).value?.kind);
    expect(kinds).toEqual(['lifecycle', 'reboot', 'lifecycle']);
  });

  it('of all kinds goes on without those that the daemon does not know', async () => {
    const { peer, connection } = startConnection();
    const events = connection.networkEvents();
    const { CONNECT_NETWORK_EVENT_REGISTER_ANY: register, NETWORK_EVENT_LIFECYCLE: message } = procedures;
    await answer(peer, register, { callbackID: 0 });
    peer.fail(await nextOf(peer, register), { code: 1, domain: 7, message: 'unsupported network event ID 1' });
    peer.event(message, { callbackID: 0, net: { name: 'n', uuid: new Uint8Array(16) }, event: 2, detail: 0 });
    expect(await events.next()).toMatchObject({ value: { kind: 'lifecycle', event: 2, network: { name: 'n' } } });
  });

  it('of all kinds fails where the daemon knows none', async () => {
    const { peer, connection } = startConnection();
    const events = connection.networkEvents();
    const { CONNECT_NETWORK_EVENT_REGISTER_ANY: register } = procedures;
    for (const _ of [0, 1]) peer.fail(await nextOf(peer, register), { code: 1, domain: 7 });
    await expect(events.next()).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
  });

  it("tells the daemon's refusal to the first that is asked for, once, with a stack that leads there", async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    peer.fail(await nextOf(peer, REGISTER), { code: 3, message: 'no events here' });
    await turn();
    async function whoAsks(): Promise<unknown> {
      return await events.next();
    }
    const error = await whoAsks().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'RemoteError', code: 'VIR_ERR_NO_SUPPORT', message: 'no events here' });
    expect((error as Error).stack).toContain('whoAsks');
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });
});

describe('an iterator of events ends', () => {
  it.each(['break', 'return', 'throw'])('by %s, and the daemon is told before the loop is over', async (how) => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 4, lifecycleFrame(4, 1));
    let over = false;
    const loop = (async () => {
      for await (const _ of events) {
        if (how === 'throw') throw new Error('enough');
        if (how === 'return') return;
        break;
      }
    })().finally(() => {
      over = true;
    });
    const thrown = loop.then(
      () => null,
      (error: unknown) => error,
    );
    const call = await nextOf(peer, procedures.CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY);
    await turn();
    expect(over).toBe(false);
    peer.reply(call, procedures.CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY, undefined);
    expect(await thrown).toEqual(how === 'throw' ? new Error('enough') : null);
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  it('by return before the daemon has agreed to begin', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    const returned = events.return();
    await agree(peer, 9, lifecycleFrame(9, 1));
    expect(await agreeToEnd(peer)).toBe(9);
    expect(await returned).toEqual({ value: undefined, done: true });
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  it('by throw, which gives its error back', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0);
    const thrown = events.throw(new Error('mine'));
    await Promise.all([agreeToEnd(peer), expect(thrown).rejects.toThrow('mine')]);
  });

  it('when `await using` leaves its block', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 2);
    const [, id] = await Promise.all([events[Symbol.asyncDispose](), agreeToEnd(peer)]);
    expect(id).toBe(2);
  });

  it('for those who wait already, too', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0);
    const waiting = [events.next(), events.next()];
    void events.return();
    expect(await Promise.all(waiting)).toEqual(Array(2).fill({ value: undefined, done: true }));
    await agreeToEnd(peer);
  });

  it('by its signal: what has come is given out, then the abort is thrown, once', async () => {
    const { peer, connection } = startConnection();
    const abort = new AbortController();
    const events = connection.domainEvents('lifecycle', { signal: abort.signal });
    await agree(peer, 1, lifecycleFrame(1, 8));
    abort.abort(new Error('reason'));
    expect(await agreeToEnd(peer)).toBe(1);
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    tell(peer, 1, [9]);
    expect((await events.next()).value?.detail).toBe(8);
    await expect(events.next()).rejects.toMatchObject({ code: 'ABORT_ERR', cause: new Error('reason') });
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  it('by its signal before the daemon has agreed, which nobody waits for then', async () => {
    const { peer, connection } = startConnection();
    const abort = new AbortController();
    const events = connection.domainEvents('lifecycle', { signal: abort.signal });
    await nextOf(peer, REGISTER);
    abort.abort(new Error('reason'));
    const aborted = { code: 'ABORT_ERR', sent: true, cause: new Error('reason') };
    await expect(events.registered).rejects.toMatchObject(aborted);
    await expect(events.next()).rejects.toMatchObject(aborted);
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  it('by a signal that has fired already, before anything is sent', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle', { signal: AbortSignal.abort() });
    await expect(events.next()).rejects.toMatchObject({ code: 'ABORT_ERR', sent: false });
    expect(peer.received).toEqual([]);
  });

  it('when this side closes the connection, as if there were no more', async () => {
    const { peer, connection } = startConnection();
    const abort = new AbortController();
    const running = connection.domainEvents('lifecycle', { signal: abort.signal });
    await agree(peer, 0, lifecycleFrame(0, 1));
    const beginning = connection.domainEvents('reboot');
    await nextOf(peer, REGISTER);
    const closed = connection.close();
    await answer(peer, procedures.CONNECT_CLOSE, undefined);
    await closed;
    expect((await running.next()).value?.detail).toBe(1);
    expect(await running.next()).toEqual({ value: undefined, done: true });
    expect(await beginning.next()).toEqual({ value: undefined, done: true });
    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
  });

  it('when the connection is lost, with the error that says so', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0, lifecycleFrame(0, 1));
    peer.lose();
    await turn();
    expect((await events.next()).value?.detail).toBe(1);
    await expect(events.next()).rejects.toMatchObject({
      name: 'ConnectionError',
      code: 'ERR_LIBVIRT_CONNECTION_LOST',
      message: 'there are no more domain events: the daemon closed the connection',
    });
    expect(await events.next()).toEqual({ value: undefined, done: true });
    expect(await events.return()).toEqual({ value: undefined, done: true });
  });

  it('at once, with an error, on a connection that is closed', async () => {
    const { peer, connection } = startConnection();
    const closed = connection.close();
    await answer(peer, procedures.CONNECT_CLOSE, undefined);
    await closed;
    const events = connection.domainEvents('lifecycle');
    await expect(events.next()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED', sent: false });
  });
});

describe('an event that is not what its number says', () => {
  it('ends the connection', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0);
    const frame = lifecycleFrame(0, 1);
    // A byte of the length that the domain's name is said to have.
    frame[32] = 0xff;
    peer.deliver(frame);
    await expect(events.next()).rejects.toMatchObject({
      code: 'ERR_LIBVIRT_CONNECTION_LOST',
      cause: { name: 'ProtocolError', path: 'remote_domain_event_callback_lifecycle_msg.msg.dom.name' },
    });
    expect(connection.isAlive()).toBe(false);
  });
});

describe('an iterator that nobody takes from in time', () => {
  it('gives out what it has kept, then says how many were lost, and tells the daemon', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle', { highWaterMark: 2 });
    await agree(peer, 0);
    tell(peer, 0, [1, 2, 3, 4]);
    expect((await events.next()).value?.detail).toBe(1);
    // There is room again, but what would be kept now is not what comes next.
    tell(peer, 0, [5]);
    expect((await events.next()).value?.detail).toBe(2);
    const error = await events.next().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(EventsLostError);
    expect(error).toMatchObject({
      code: 'ERR_LIBVIRT_EVENTS_LOST',
      lost: 3,
      message: '3 domain events were lost: they were not taken in time, and no more than 2 are kept',
    });
    expect(await agreeToEnd(peer)).toBe(0);
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  it('says so even where the connection was lost meanwhile', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle', { highWaterMark: 1 });
    await agree(peer, 0);
    tell(peer, 0, [1, 2]);
    peer.lose();
    await turn();
    await events.next();
    await expect(events.next()).rejects.toMatchObject({
      code: 'ERR_LIBVIRT_EVENTS_LOST',
      lost: 1,
      cause: { code: 'ERR_LIBVIRT_CONNECTION_LOST' },
    });
  });

  it('has kept everything in its order, whenever it was taken', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0);
    const take = async (): Promise<unknown> => (await events.next()).value?.detail;
    const details = Array.from({ length: 100 }, (_, i) => i);
    tell(peer, 0, details.slice(0, 10));
    const taken = [await take(), await take(), await take()];
    tell(peer, 0, details.slice(10));
    for (let i = 3; i < 100; i++) taken.push(await take());
    expect(taken).toEqual(details);
  });

  it('has kept 65,536 by default', async () => {
    const { peer, connection } = startConnection();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0);
    const frame = lifecycleFrame(0, 1);
    for (let i = 0; i < 65_537; i++) peer.deliver(frame);
    for (let i = 0; i < 65_536; i++) await events.next();
    await expect(events.next()).rejects.toMatchObject({ lost: 1 });
  });

  it('holds up no reply, and rejects nothing that is not asked for', async () => {
    const { peer, connection } = startConnection();
    connection.domainEvents('lifecycle', { highWaterMark: 1 });
    connection.domainEvents('reboot');
    await agree(peer, 0);
    peer.fail(await nextOf(peer, REGISTER));
    tell(peer, 0, [1, 2, 3]);
    const hostname = connection.getHostname();
    await answer(peer, procedures.CONNECT_GET_HOSTNAME, { hostname: 'here' });
    expect(await hostname).toBe('here');
    peer.lose();
    await turn();
  });
});
