import { getEventListeners } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { connect } from '../../src/api/connect.js';
import { sessionOf } from '../../src/api/connection/base.js';
import type { ConnectionState } from '../../src/api/connection/state.js';
import { ConnectCloseReason } from '../../src/api/generated/constants.js';
import { AuthError, ConnectionError, EventsLostError } from '../../src/errors.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { answer, nextOf, startConnection } from '../support/test-connection.js';
import { openAt, startReconnecting, until } from '../support/test-reconnecting.js';
import { HOSTNAME } from '../support/test-session.js';

const { CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY } = procedures;
const { AUTH_LIST, CONNECT_OPEN, CONNECT_CLOSE, CONNECT_EVENT_CONNECTION_CLOSED, CONNECT_SUPPORTS_FEATURE } =
  procedures;
const refused = (): ConnectionError => new ConnectionError('nobody listens', 'ERR_LIBVIRT_CONNECT', false);

/** All states, when there are no more. */
async function collect(states: AsyncIterable<ConnectionState>): Promise<ConnectionState[]> {
  const all: ConnectionState[] = [];
  for await (const state of states) all.push(state);
  return all;
}

describe('a connection that comes back', () => {
  it('tells what becomes of it, by an iterator and by events, and is closed once', async () => {
    const { connection, daemons, peer, states } = await startReconnecting();
    const all = collect(connection.states());
    const close = vi.fn();
    connection.on('close', close);
    peer.lose(new Error('ECONNRESET'));
    daemons.fail(refused());
    await openAt(daemons.start());
    await until(connection, 'reopened');
    expect(close).not.toHaveBeenCalled();
    sessionOf(connection).end(null);
    const seen = await all;
    expect(seen).toMatchObject([
      { state: 'open' },
      { state: 'lost', error: { message: 'the connection failed: ECONNRESET' }, reason: ConnectCloseReason.ERROR },
      { state: 'connecting', attempt: 1, error: { message: 'the connection failed: ECONNRESET' } },
      { state: 'connecting', attempt: 2, error: { message: 'nobody listens' } },
      { state: 'reopened', attempt: 2, refusals: [] },
      { state: 'closed', error: null, reason: ConnectCloseReason.CLIENT },
    ]);
    await turn();
    expect(states).toEqual(seen.slice(1));
    expect(close).toHaveBeenCalledExactlyOnceWith(null, ConnectCloseReason.CLIENT);
  });

  it('opens the URI again that the daemon found', async () => {
    const { connection, daemons, peer } = await startReconnecting({}, { name: '' });
    expect(connection.getURI()).toBe('test:///found');
    peer.lose();
    expect(await openAt(daemons.start())).toBe('test:///found');
  });

  it('is over when as many attempts have failed as there may be', async () => {
    const { connection, daemons, peer, states } = await startReconnecting({ attempts: 2 });
    const waiting = connection.getHostname();
    await nextOf(peer, HOSTNAME);
    peer.lose();
    await expect(waiting).rejects.toMatchObject({ sent: true });
    const later = connection.getHostname();
    daemons.fail(refused());
    daemons.fail(refused());
    await expect(later).rejects.toMatchObject({ sent: false, message: expect.stringContaining('nobody listens') });
    const { error } = await until(connection, 'closed');
    expect(error).toMatchObject({
      name: 'ConnectionError',
      message: 'the daemon closed the connection; 2 attempts to make it again have failed: nobody listens',
    });
    await turn();
    expect(states.map(({ state }) => state)).toEqual(['lost', 'connecting', 'connecting', 'closed']);
    expect(daemons.dialled).toBe(2);
    await expect(connection.getHostname()).rejects.toMatchObject({ sent: false });
    expect(connection.isAlive()).toBe(false);
  });

  it('is closed at once in the middle of a pause', async () => {
    const { connection, daemons, peer } = await startReconnecting({ initialDelay: 100_000, maxDelay: 100_000 });
    peer.lose();
    const { delay } = await until(connection, 'connecting');
    expect(delay).toBeGreaterThanOrEqual(50_000);
    expect(delay).toBeLessThanOrEqual(100_000);
    const waiting = connection.getHostname();
    await connection.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED', sent: false });
    expect(await until(connection, 'closed')).toMatchObject({ error: null, reason: ConnectCloseReason.CLIENT });
    expect(daemons.dialled).toBe(0);
  });

  it('is closed at once in the middle of an attempt, of which nothing is left', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    await vi.waitFor(() => expect(daemons.dialled).toBe(1));
    await connection.close();
    expect(daemons.signal?.aborted).toBe(true);
    await until(connection, 'closed');

    const other = await startReconnecting();
    other.peer.lose();
    const next = other.daemons.start();
    // It is lost while it is being opened.
    await nextOf(next, AUTH_LIST);
    await other.connection.close();
    expect(next.closed).toBe(true);
  });

  it('does not come back once its signal has fired', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const { connection, peer } = await startReconnecting({ signal, initialDelay: 100_000, maxDelay: 100_000 });
    peer.lose();
    await until(connection, 'connecting');
    controller.abort(new Error('enough'));
    const { error } = await until(connection, 'closed');
    expect(error).toMatchObject({ name: 'ConnectionError', cause: new Error('enough') });
    expect(getEventListeners(signal, 'abort')).toEqual([]);

    const later = new AbortController();
    const open = await startReconnecting({ signal: later.signal });
    later.abort();
    expect(open.connection.isAlive()).toBe(true);
    open.peer.lose();
    await until(open.connection, 'closed');
    expect(open.daemons.dialled).toBe(0);
  });

  it('is over where the daemon does not want this client, and not where it is on its way up', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const starting = daemons.start();
    await answer(starting, AUTH_LIST, { types: [0] });
    starting.fail(await nextOf(starting, CONNECT_OPEN), { code: 5, message: 'no connection driver available' });
    expect((await until(connection, 'connecting')).attempt).toBeLessThan(3);
    const unwilling = daemons.start();
    await answer(unwilling, AUTH_LIST, { types: [0] });
    unwilling.fail(await nextOf(unwilling, CONNECT_OPEN), { code: 88, message: 'access denied' });
    expect((await until(connection, 'closed')).error).toMatchObject({
      message: expect.stringContaining('it cannot be made again: access denied'),
    });
    expect(starting.closed && unwilling.closed).toBe(true);

    const other = await startReconnecting();
    other.peer.lose();
    other.daemons.fail(new AuthError('wrong password', { reason: 'credentials' }));
    expect((await until(other.connection, 'closed')).error?.cause).toBeInstanceOf(AuthError);
    expect(other.daemons.dialled).toBe(1);
  });

  it('comes back where the daemon has lost its hypervisor, and is told so by each daemon', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    let daemon = peer;
    for (const reason of [ConnectCloseReason.EOF, ConnectCloseReason.ERROR]) {
      const lost = connection.states();
      daemon.event(CONNECT_EVENT_CONNECTION_CLOSED, { reason });
      for await (const state of lost) {
        if (state.state !== 'lost') continue;
        expect(state.reason).toBe(reason);
        break;
      }
      daemon = daemons.start();
      await openAt(daemon);
      await until(connection, 'reopened');
    }
  });

  it('asks again what another daemon may answer otherwise', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const { hasFeature } = await import('../../src/api/driver-feature.js');
    const before = hasFeature(connection, 9, undefined);
    await answer(peer, CONNECT_SUPPORTS_FEATURE, { supported: 0 });
    expect(await before).toBe(false);
    peer.lose();
    const next = daemons.start();
    await openAt(next);
    const after = hasFeature(connection, 9, undefined);
    await answer(next, CONNECT_SUPPORTS_FEATURE, { supported: 1 });
    expect(await after).toBe(true);
  });

  it('has no domain events of a daemon that is too old for them, and those of the next', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const old = daemons.start();
    await openAt(old, { eventCallbacks: false });
    await until(connection, 'reopened');
    expect(() => connection.domainEvents('reboot')).toThrow('older than libvirt 1.2.1');
    old.lose();
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    const events = connection.domainEvents('reboot');
    await answer(next, CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, { callbackID: 1 });
    await events.registered;
  });

  it('is closed in order when it has come back', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    const closed = connection.close();
    await answer(next, CONNECT_CLOSE, undefined);
    await closed;
    expect(next.closed).toBe(true);
  });
});

describe('the states of a connection', () => {
  it('that does not come back are open and closed', async () => {
    const { connection, peer } = startConnection();
    const all = collect(connection.states());
    peer.lose();
    expect(await all).toMatchObject([{ state: 'open' }, { state: 'closed', reason: ConnectCloseReason.EOF }]);
    expect(await collect(connection.states())).toMatchObject([{ state: 'closed' }]);
  });

  it('that are not taken in time are counted, and iterators end as they are told', async () => {
    const { connection, peer } = startConnection();
    const full = connection.states({ highWaterMark: 1 });
    peer.lose();
    await new Promise((resolve) => connection.once('close', resolve));
    expect(await full.next()).toMatchObject({ value: { state: 'open' } });
    await expect(full.next()).rejects.toBeInstanceOf(EventsLostError);
    expect(await full.next()).toEqual({ value: undefined, done: true });

    const { connection: other } = startConnection();
    const controller = new AbortController();
    const states = other.states({ signal: controller.signal });
    await states.next();
    const waiting = states.next();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    const returned = other.states();
    await returned.return();
    expect(await returned.next()).toEqual({ value: undefined, done: true });
    expect(() => other.states({ highWaterMark: 0 })).toThrow(RangeError);
  });
});

describe('options.reconnect', () => {
  it.each([
    [{ reconnect: 1 }, TypeError],
    [{ reconnect: { delay: 1 } }, TypeError],
    [{ reconnect: { attempts: 0 } }, RangeError],
    [{ reconnect: { jitter: 2 } }, RangeError],
    [{ reconnect: { factor: 0.5 } }, RangeError],
    [{ reconnect: { initialDelay: 5, maxDelay: 1 } }, RangeError],
    [{ reconnect: { whileLost: 'hope' } }, TypeError],
    [{ reconnect: { retryReads: 1 } }, TypeError],
    [{ reconnect: { signal: {} } }, TypeError],
  ])('%j is refused', async (options, kind) => {
    await expect(connect('test+unix:///default?socket=/nowhere', options as never)).rejects.toBeInstanceOf(kind);
  });

  it('does not go with a stream that can be used but once', async () => {
    const { PassThrough } = await import('node:stream');
    const connecting = connect('test+unix:///default', { stream: new PassThrough(), reconnect: true });
    await expect(connecting).rejects.toThrow('needs a function as options.stream');
  });
});
