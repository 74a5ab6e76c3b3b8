import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { AdmClient } from '../../src/api/admin/client.js';
import { connectAdmin } from '../../src/api/connect-admin.js';
import { sessionOf } from '../../src/api/connection/base.js';
import { AuthError, ConnectionError } from '../../src/errors.js';
import { procedures } from '../../src/protocol/generated/admin/index.js';
import { procedures as questions } from '../../src/protocol/generated/keepalive/index.js';
import { answer, nextOf } from '../support/test-connection.js';
import { startReconnectingAdmin, until } from '../support/test-reconnecting.js';

const { CONNECT_OPEN, CONNECT_CLOSE, CONNECT_LIST_SERVERS, CONNECT_SET_LOGGING_FILTERS } = procedures;
const { SERVER_LIST_CLIENTS, CLIENT_GET_INFO } = procedures;

const SERVER = { name: 'libvirtd' };
const SERVERS = { servers: [SERVER], ret: 1 };
const CLIENT = { srv: SERVER, id: 3n, timestamp: 0n, transport: 0 };

describe('an admin connection that comes back', () => {
  it('opens again, makes the calls that wait, and keeps its servers, and no client of before', async () => {
    const { connection, daemons, peer, states } = await startReconnectingAdmin();
    const listing = connection.listServers();
    await answer(peer, CONNECT_LIST_SERVERS, SERVERS);
    const [server] = await listing;
    const clients = server?.listClients();
    await answer(peer, SERVER_LIST_CLIENTS, { clients: [CLIENT], ret: 1 });
    const [client] = (await clients) ?? [];

    peer.lose();
    const waiting = [connection.listServers(), server?.listClients()];
    const gone = { name: 'ConnectionError', sent: false };
    await expect(client?.close()).rejects.toMatchObject(gone);
    expect(connection.isAlive()).toBe(false);
    daemons.fail(new ConnectionError('nobody listens', 'ERR_LIBVIRT_CONNECT', false));
    const next = daemons.start();
    expect(await answer(next, CONNECT_OPEN, undefined)).toEqual({ flags: 0 });
    await answer(next, CONNECT_LIST_SERVERS, SERVERS);
    expect(await answer(next, SERVER_LIST_CLIENTS, { clients: [CLIENT], ret: 1 })).toMatchObject({ srv: SERVER });
    const [servers, listed] = await Promise.all(waiting);
    expect([servers, listed]).toMatchObject([[{ name: 'libvirtd' }], [{ id: 3n }]]);
    // The daemon that there is now has given the number to another.
    await expect(client?.getInfo()).rejects.toMatchObject(gone);
    const again = (listed as AdmClient[])[0]?.getInfo();
    expect(await answer(next, CLIENT_GET_INFO, { params: [] })).toMatchObject({ clnt: CLIENT });
    expect(await again).toEqual({});

    const closed = connection.close();
    await answer(next, CONNECT_CLOSE, undefined);
    await closed;
    await turn();
    expect(states.map(({ state }) => state)).toEqual(['lost', 'connecting', 'connecting', 'reopened', 'closed']);
  });

  it('fails a call that had been sent, unless it only reads and that is wanted', async () => {
    const { connection, daemons, peer } = await startReconnectingAdmin({ retryReads: true });
    const read = connection.listServers();
    const write = connection.setLoggingFilters('1:rpc');
    await nextOf(peer, CONNECT_LIST_SERVERS);
    await nextOf(peer, CONNECT_SET_LOGGING_FILTERS);
    peer.lose();
    await expect(write).rejects.toMatchObject({ name: 'ConnectionError', sent: true });
    const next = daemons.start();
    await answer(next, CONNECT_OPEN, undefined);
    await answer(next, CONNECT_LIST_SERVERS, SERVERS);
    expect(await read).toMatchObject([{ name: 'libvirtd' }]);
    expect(next.received).toEqual([]);

    const other = await startReconnectingAdmin();
    const sent = other.connection.listServers();
    await nextOf(other.peer, CONNECT_LIST_SERVERS);
    other.peer.lose();
    await expect(sent).rejects.toMatchObject({ sent: true });
  });

  it('has calls fail at once where that is asked for', async () => {
    const { connection, peer } = await startReconnectingAdmin({ whileLost: 'fail' });
    peer.lose();
    await expect(connection.listServers()).rejects.toMatchObject({ name: 'ConnectionError', sent: false });
  });

  it('is closed at once while it is lost', async () => {
    const { connection, daemons, peer } = await startReconnectingAdmin({ initialDelay: 100_000, maxDelay: 100_000 });
    peer.lose();
    const waiting = connection.listServers();
    await until(connection, 'connecting');
    await connection.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED', sent: false });
    expect(await until(connection, 'closed')).toMatchObject({ error: null });
    expect(daemons.dialled).toBe(0);
  });

  it('has the keepalive that was set last, its time for calls, and its reference', async () => {
    const settings = { keepalive: null, callTimeout: 30 };
    const { connection, daemons, peer } = await startReconnectingAdmin({}, settings);
    connection.setKeepAlive(1, 1);
    connection.unref();
    await expect(connection.listServers()).rejects.toMatchObject({ name: 'TimeoutError', sent: true });
    peer.lose();
    await expect(connection.listServers()).rejects.toMatchObject({ name: 'TimeoutError', sent: false });
    const next = daemons.start();
    await answer(next, CONNECT_OPEN, undefined);
    await until(connection, 'reopened');
    expect(next.holds).toBe(false);
    await nextOf(next, questions.PING);
    expect(sessionOf(connection).limit.timeout).toBe(30);
  });

  it('tries again where it is hung up on, and is over where it is not wanted', async () => {
    const { connection, daemons, peer } = await startReconnectingAdmin();
    peer.lose();
    const stopping = daemons.start();
    await nextOf(stopping, CONNECT_OPEN);
    stopping.lose();
    await vi.waitFor(() => expect(daemons.dialled).toBe(2));
    expect(stopping.closed).toBe(true);
    daemons.fail(new AuthError('of another user'));
    expect((await until(connection, 'closed')).error).toMatchObject({
      message: expect.stringContaining('it cannot be made again: of another user'),
    });
  });
});

describe('options.reconnect of connectAdmin', () => {
  it.each([
    [{ reconnect: 1 }, TypeError, 'options.reconnect must be a boolean or an object'],
    [{ reconnect: { delay: 1 } }, TypeError, 'options.reconnect.delay is not an option'],
    [{ reconnect: { attempts: 0 } }, RangeError, 'options.reconnect.attempts'],
  ])('%j is refused', async (options, kind, message) => {
    const connecting = connectAdmin('libvirtd:///system?socket=/nowhere', options as never);
    await expect(connecting).rejects.toBeInstanceOf(kind);
    await expect(connecting).rejects.toThrow(message);
  });

  it('does not make the first attempt again', async () => {
    const connecting = connectAdmin('libvirtd:///system?socket=/nowhere', { reconnect: true });
    await expect(connecting).rejects.toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECT' });
  });
});
