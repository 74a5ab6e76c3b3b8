import { closeSync, fstatSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sessionOf } from '../../src/api/connection/base.js';
import { TimeoutError } from '../../src/errors.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { answer, nextOf } from '../support/test-connection.js';
import { openAt, startReconnecting, until } from '../support/test-reconnecting.js';
import { CREATE, DOM, HOSTNAME, LOOKUP, WITH_FILES } from '../support/test-session.js';

const { DOMAIN_CREATE_XML, DOMAIN_GET_JOB_STATS } = procedures;

describe('calls of a connection that comes back', () => {
  it('that had been sent fail and say so, and are not made again', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const sent = sessionOf(connection).call(DOMAIN_CREATE_XML, CREATE);
    await nextOf(peer, DOMAIN_CREATE_XML);
    peer.lose();
    await expect(sent).rejects.toMatchObject({
      name: 'ConnectionError',
      sent: true,
      message: expect.stringContaining('may have taken effect'),
    });
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    expect(next.received).toEqual([]);
  });

  it('that had not been sent wait, in their order, before those that are made meanwhile', async () => {
    const { connection, daemons, peer } = await startReconnecting({}, { maxInFlight: 1 });
    const sent = connection.getHostname();
    const queued = connection.domainLookupByName('queued');
    await nextOf(peer, HOSTNAME);
    peer.lose();
    await expect(sent).rejects.toMatchObject({ sent: true });
    expect(connection.isAlive()).toBe(false);
    const later = connection.domainLookupByName('later');
    const next = daemons.start();
    await openAt(next);
    expect(await answer(next, LOOKUP, { dom: { ...DOM, name: 'queued' } })).toEqual({ name: 'queued' });
    expect(await answer(next, LOOKUP, { dom: { ...DOM, name: 'later' } })).toEqual({ name: 'later' });
    expect((await queued).name).toBe('queued');
    expect((await later).name).toBe('later');
    expect(connection.isAlive()).toBe(true);
  });

  it('wait no longer than their signal and their timeout let them', async () => {
    const { connection, peer } = await startReconnecting();
    peer.lose();
    const controller = new AbortController();
    const aborted = connection.getHostname({ signal: controller.signal });
    const late = connection.getHostname({ timeout: 5 });
    await expect(late).rejects.toBeInstanceOf(TimeoutError);
    await expect(late).rejects.toMatchObject({ sent: false });
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError', sent: false, cause: new Error('enough') });
    await expect(connection.getHostname({ timeout: -1 })).rejects.toBeInstanceOf(RangeError);
  });

  it('have their timeout from when they were made, waiting included', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const call = connection.getHostname({ timeout: 150 });
    await delay(50);
    const next = daemons.start();
    await openAt(next);
    await nextOf(next, HOSTNAME);
    const begin = performance.now();
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError', sent: true });
    expect(performance.now() - begin).toBeLessThan(140);
  });

  it('fail at once where that is asked for', async () => {
    const { connection, daemons, peer } = await startReconnecting({ whileLost: 'fail' }, { maxInFlight: 1 });
    const sent = connection.getHostname();
    const queued = connection.getHostname();
    await nextOf(peer, HOSTNAME);
    peer.lose(new Error('ECONNRESET'));
    await expect(sent).rejects.toMatchObject({ sent: true });
    await expect(queued).rejects.toMatchObject({ name: 'ConnectionError', sent: false });
    await expect(connection.getHostname()).rejects.toMatchObject({
      name: 'ConnectionError',
      code: 'ERR_LIBVIRT_CONNECTION_LOST',
      sent: false,
      message: 'CONNECT_GET_HOSTNAME was not sent: the connection failed: ECONNRESET',
    });
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    const after = connection.getHostname();
    await answer(next, HOSTNAME, { hostname: 'here' });
    expect(await after).toBe('here');
  });

  it('that only read are made again where that is asked for, and others are not', async () => {
    const { connection, daemons, peer } = await startReconnecting({ retryReads: true });
    const session = sessionOf(connection);
    const read = connection.getHostname();
    const create = session.call(DOMAIN_CREATE_XML, CREATE);
    // The statistics of a job that is over are forgotten when they are told.
    const stats = session.call(DOMAIN_GET_JOB_STATS, { dom: DOM, flags: 0 });
    await nextOf(peer, HOSTNAME);
    peer.lose();
    await expect(create).rejects.toMatchObject({ sent: true });
    await expect(stats).rejects.toMatchObject({ sent: true });
    const next = daemons.start();
    await openAt(next);
    await answer(next, HOSTNAME, { hostname: 'again' });
    expect(await read).toBe('again');
    expect(next.received).toEqual([]);
  });

  it('that only read are not made again for ever: one may be what the daemon dies of', async () => {
    const { connection, daemons, peer } = await startReconnecting({ retryReads: true });
    const read = connection.getHostname();
    read.catch(() => {});
    let daemon = peer;
    for (let times = 0; times < 4; times++) {
      await nextOf(daemon, HOSTNAME);
      daemon.lose();
      daemon = daemons.start();
      await openAt(daemon);
    }
    await expect(read).rejects.toMatchObject({ sent: true });
    await until(connection, 'reopened');
    expect(daemon.received).toEqual([]);
  });

  it('that only read are not made again where the daemon broke the protocol', async () => {
    const { connection, daemons, peer } = await startReconnecting({ retryReads: true });
    const read = connection.getHostname();
    await nextOf(peer, HOSTNAME);
    peer.deliver(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(read).rejects.toMatchObject({ sent: true });
    await openAt(daemons.start());
    await until(connection, 'reopened');
  });

  it('with descriptors wait with duplicates, whatever the caller does with its own', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const fd = openSync('/dev/null', 'r');
    const created = sessionOf(connection).callWithFds(WITH_FILES, CREATE, [fd]);
    closeSync(fd);
    const next = daemons.start();
    await openAt(next);
    const received = await nextOf(next, WITH_FILES);
    expect(received.fds).toHaveLength(1);
    expect(fstatSync(received.fds[0] as number).isCharacterDevice()).toBe(true);
    next.reply(received, WITH_FILES, { dom: DOM });
    expect((await created).value.dom.name).toBe('one');
    // One for the waiting, on the transport that was lost.
    expect(peer.released).toBe(1);
  });

  it('with descriptors are never made again', async () => {
    const { connection, daemons, peer } = await startReconnecting({ retryReads: true });
    const fd = openSync('/dev/null', 'r');
    const sent = sessionOf(connection).callCarrying(WITH_FILES, CREATE, [fd]);
    closeSync(fd);
    await nextOf(peer, WITH_FILES);
    peer.lose();
    await expect(sent).rejects.toMatchObject({ sent: true });
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    expect(next.received).toEqual([]);
    expect(peer.released).toBe(1);
  });

  it('whose daemon carries no descriptors fail at once', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const next = daemons.start({ supportsFds: false });
    await openAt(next);
    await until(connection, 'reopened');
    next.lose();
    await expect(sessionOf(connection).callCarrying(WITH_FILES, CREATE, [0], { timeout: 50 })).rejects.toMatchObject({
      name: 'UnsupportedError',
    });
  });

  it('with descriptors that cannot be kept fail at once', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const next = daemons.start({ duplicatesLast: false });
    await openAt(next);
    await until(connection, 'reopened');
    next.lose();
    await expect(sessionOf(connection).callCarrying(WITH_FILES, CREATE, [0], { timeout: 50 })).rejects.toMatchObject({
      name: 'ConnectionError',
      sent: false,
    });
  });
});
