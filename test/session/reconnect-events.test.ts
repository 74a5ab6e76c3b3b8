import { describe, expect, it, vi } from 'vitest';
import { DomainEventID } from '../../src/api/generated/constants.js';
import { EventGapError } from '../../src/errors.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { answer, nextOf } from '../support/test-connection.js';
import { agree, agreeToEnd, DEREGISTER, lifecycleFrame, REGISTER, replyFrame, tell } from '../support/test-events.js';
import { openAt, startReconnecting, until } from '../support/test-reconnecting.js';
import { DOM, HOSTNAME, LOOKUP } from '../support/test-session.js';

const { DOMAIN_GET_JOB_STATS, DOMAIN_GET_STATE } = procedures;

describe('events of a connection that comes back', () => {
  it('are registered again before calls that wait are made, and the gap is in its place', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const events = connection.domainEvents('lifecycle', { gaps: true });
    await agree(peer, 7);
    await events.registered;
    tell(peer, 7, [1]);
    const before = new Date();
    peer.lose();
    const waiting = connection.getHostname();
    const next = daemons.start();
    await openAt(next);
    // An event comes with the reply; the daemon gives out ids as it likes.
    await agree(next, 3, lifecycleFrame(3, 2));
    await answer(next, HOSTNAME, { hostname: 'here' });
    await waiting;
    tell(next, 3, [4]);
    // That id was of the session before.
    tell(next, 7, [5]);
    expect((await events.next()).value).toMatchObject({ kind: 'lifecycle', detail: 1 });
    const { value: gap } = await events.next();
    expect(gap).toEqual({ kind: 'gap', from: expect.any(Date), to: expect.any(Date) });
    if (gap?.kind !== 'gap') throw new Error('that is no gap');
    expect(gap.from.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(gap.to.getTime()).toBeGreaterThanOrEqual(gap.from.getTime());
    expect((await events.next()).value).toMatchObject({ detail: 2 });
    expect((await events.next()).value).toMatchObject({ detail: 4 });
    const left = events.return();
    expect(await agreeToEnd(next)).toBe(3);
    await left;
  });

  it('have one gap, however many kinds there are, and none comes before it', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const events = connection.domainEvents(['lifecycle', 'reboot'], { gaps: true });
    await agree(peer, 0);
    await agree(peer, 1);
    await events.registered;
    peer.lose();
    const next = daemons.start();
    await openAt(next);
    await agree(next, 0, lifecycleFrame(0, 1));
    const taken = events.next();
    await agree(next, 1);
    expect((await taken).value).toMatchObject({ kind: 'gap' });
    expect((await events.next()).value).toMatchObject({ detail: 1 });
    const rest = events.next();
    tell(next, 0, [2]);
    expect((await rest).value).toMatchObject({ detail: 2 });
  });

  it('end with an error that tells of the gap where it was not asked for, and are not registered again', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const events = connection.domainEvents('lifecycle');
    await agree(peer, 0);
    await events.registered;
    tell(peer, 0, [1]);
    peer.lose();
    const next = daemons.start();
    await openAt(next);
    const { from, to } = await until(connection, 'reopened');
    expect((await events.next()).value).toMatchObject({ detail: 1 });
    const error = (await events.next().catch((e: unknown) => e)) as EventGapError;
    expect(error).toBeInstanceOf(EventGapError);
    expect(error.code).toBe('ERR_LIBVIRT_EVENT_GAP');
    expect(error.from).toEqual(from);
    expect(error.to.getTime()).toBeLessThanOrEqual(to.getTime());
    expect(error.message).toContain(from.toISOString());
    expect(await events.next()).toEqual({ value: undefined, done: true });
    expect(next.received).toEqual([]);
  });

  it('keep the callbacks, which keep their ids, and tell them of the gap', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const callback = vi.fn();
    const gap = vi.fn();
    const registered = connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, callback, { gap });
    await agree(peer, 9);
    const id = await registered;
    peer.lose();
    const next = daemons.start();
    await openAt(next);
    await agree(next, 2, lifecycleFrame(2, 1));
    await until(connection, 'reopened');
    expect(gap).toHaveBeenCalledExactlyOnceWith({ kind: 'gap', from: expect.any(Date), to: expect.any(Date) });
    expect(callback).toHaveBeenCalledOnce();
    expect(gap.mock.invocationCallOrder[0]).toBeLessThan(callback.mock.invocationCallOrder[0] as number);
    const left = connection.domainEventDeregisterAny(id);
    expect(await agreeToEnd(next)).toBe(2);
    await left;
    await expect(connection.domainEventRegisterAny(null, 0, callback, { gap: 1 as never })).rejects.toThrow(TypeError);
  });

  it('that were being registered are registered again, and have no gap', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const events = connection.domainEvents('lifecycle');
    await nextOf(peer, REGISTER);
    peer.lose();
    // One that is asked for meanwhile is registered with it.
    const others = connection.domainEvents('lifecycle');
    const next = daemons.start();
    await openAt(next);
    await agree(next, 0, lifecycleFrame(0, 1));
    await events.registered;
    await others.registered;
    expect((await events.next()).value).toMatchObject({ detail: 1 });
    expect((await others.next()).value).toMatchObject({ detail: 1 });
  });

  it('that are given up meanwhile are not registered again, and nothing is deregistered by an old id', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const events = connection.domainEvents('lifecycle', { gaps: true });
    await agree(peer, 0);
    await events.registered;
    const leaving = connection.domainEvents('reboot', { gaps: true });
    await agree(peer, 1);
    await leaving.registered;
    const left = leaving.return();
    await nextOf(peer, DEREGISTER);
    peer.lose();
    // What was registered is gone with the session: there is nothing against it.
    await left;
    await events.return();
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    expect(next.received).toEqual([]);
  });

  it('that the daemon does not tell any more end, and the state says so', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const callback = vi.fn();
    const events = connection.domainEvents('lifecycle', { gaps: true });
    await agree(peer, 0);
    await events.registered;
    const registered = connection.domainEventRegisterAny(null, DomainEventID.REBOOT, callback);
    await agree(peer, 1);
    await registered;
    peer.lose();
    const next = daemons.start();
    await openAt(next);
    next.fail(await nextOf(next, REGISTER), { code: 42, domain: 10, message: 'no domain' });
    next.fail(await nextOf(next, REGISTER), { code: 3, message: 'no such event' });
    const { refusals } = await until(connection, 'reopened');
    expect(refusals.map(({ message }) => message)).toEqual(['no domain', 'no such event']);
    await expect(events.next()).rejects.toMatchObject({ name: 'RemoteError', message: 'no domain' });
  });

  it('are registered once more where the session is lost again meanwhile, with one gap', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const events = connection.domainEvents(['lifecycle', 'reboot'], { gaps: true });
    await agree(peer, 0);
    await agree(peer, 1);
    await events.registered;
    peer.lose();
    const lost = await until(connection, 'connecting');
    expect(lost.attempt).toBe(1);
    const second = daemons.start();
    await openAt(second);
    await agree(second, 0, lifecycleFrame(0, 1));
    await nextOf(second, REGISTER);
    second.lose();
    const third = daemons.start();
    await openAt(third);
    for (let calls = 0; calls < 2; calls++) {
      const call = await nextOf(third, REGISTER);
      // The daemon gives out ids that tell kinds from each other.
      const callbackID = 5 + third.args(call, REGISTER).eventID;
      third.deliver(replyFrame(call, REGISTER, { callbackID }));
      if (callbackID === 5) tell(third, 5, [2]);
    }
    const { attempt, from } = await until(connection, 'reopened');
    expect(attempt).toBe(2);
    expect((await events.next()).value).toMatchObject({ kind: 'gap', from });
    // What came on the second is in the gap.
    expect((await events.next()).value).toMatchObject({ detail: 2 });
  });

  it('that the daemon does not register in time are tried again', async () => {
    const { connection, daemons, peer } = await startReconnecting({ timeout: 200 });
    const events = connection.domainEvents('lifecycle', { gaps: true });
    await agree(peer, 0);
    await events.registered;
    peer.lose();
    const silent = daemons.start();
    await openAt(silent);
    await nextOf(silent, REGISTER);
    const next = daemons.start();
    await openAt(next);
    await agree(next, 0);
    expect((await until(connection, 'reopened')).attempt).toBe(2);
    expect(silent.closed).toBe(true);
  });

  it('end in order when the connection is closed while it is lost', async () => {
    const { connection, peer } = await startReconnecting();
    const events = connection.domainEvents('lifecycle', { gaps: true });
    await agree(peer, 0);
    await events.registered;
    peer.lose();
    await until(connection, 'connecting');
    const asked = connection.domainEvents('reboot');
    await connection.close();
    expect(await events.next()).toEqual({ value: undefined, done: true });
    expect(await asked.next()).toEqual({ value: undefined, done: true });
  });

  it('cannot be asked for while it is lost, where calls are to fail; those that were are registered again', async () => {
    const { connection, daemons, peer } = await startReconnecting({ whileLost: 'fail' });
    const events = connection.domainEvents('lifecycle', { gaps: true });
    await agree(peer, 0);
    await events.registered;
    peer.lose();
    await until(connection, 'connecting');
    await expect(connection.domainEvents('reboot').next()).rejects.toMatchObject({ sent: false });
    const next = daemons.start();
    await openAt(next);
    await agree(next, 0);
    expect((await events.next()).value).toMatchObject({ kind: 'gap' });
  });

  it('have waitForState look again after the gap', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    const looked = connection.domainLookupByName('one');
    await answer(peer, LOOKUP, { dom: DOM });
    const waiting = (await looked).waitForState('shutoff');
    await agree(peer, 0);
    // It is lost while the state is asked for.
    await nextOf(peer, DOMAIN_GET_STATE);
    peer.lose();
    const next = daemons.start();
    await openAt(next);
    await agree(next, 0);
    await answer(next, DOMAIN_GET_STATE, { state: 5, reason: 0 });
    await Promise.all([waiting, agreeToEnd(next)]);
  });
});

it('jobProgress looks at the job again when the connection has come back', async () => {
  const { connection, daemons, peer } = await startReconnecting();
  const looked = connection.domainLookupByName('one');
  await answer(peer, LOOKUP, { dom: DOM });
  const progress = (await looked).jobProgress({ interval: 1 });
  const first = progress.next();
  await answer(peer, DOMAIN_GET_JOB_STATS, { type: 2, params: [] });
  expect((await first).value).toMatchObject({ type: 2 });
  const second = progress.next();
  await nextOf(peer, DOMAIN_GET_JOB_STATS);
  peer.lose();
  const next = daemons.start();
  await openAt(next);
  await answer(next, DOMAIN_GET_JOB_STATS, { type: 3, params: [] });
  expect((await second).value).toMatchObject({ type: 3 });
});

it('a registration that is agreed to for nobody is given up on its own session', async () => {
  const { connection, daemons, peer } = await startReconnecting();
  const events = connection.domainEvents('lifecycle', { gaps: true });
  const call = await nextOf(peer, REGISTER);
  const left = events.return();
  peer.deliver(replyFrame(call, REGISTER, { callbackID: 4 }));
  await nextOf(peer, DEREGISTER);
  peer.lose();
  await left;
  const next = daemons.start();
  await openAt(next);
  await until(connection, 'reopened');
  expect(next.received).toEqual([]);
});
