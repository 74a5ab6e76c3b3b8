import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { setEventCallbacks } from '../../src/api/connection/domain-events.js';
import type { Domain } from '../../src/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { answer, nextOf, startConnection } from '../support/test-connection.js';
import { agree, agreeToEnd, lifecycleFrame } from '../support/test-events.js';
import type { TestPeer } from '../support/test-peer.js';

const { DOMAIN_GET_STATE: STATE } = procedures;
const [RUNNING, PAUSED, SHUTOFF] = [1, 3, 5];
const [STARTED, STOPPED] = [2, 5];

/** Begins to wait, and answers the first question. */
async function begin(
  peer: TestPeer,
  domain: Domain,
  state: number,
): Promise<{ readonly done: Promise<void>; over: boolean }> {
  const done = domain.waitForState('running');
  const waiting = { done, over: false };
  void done.then(() => {
    waiting.over = true;
  });
  await turn();
  // Nothing is asked before the daemon has agreed to tell what comes after the answer.
  expect(peer.received).toHaveLength(1);
  await agree(peer, 0);
  await answer(peer, STATE, { state, reason: 0 });
  return waiting;
}

describe('waiting for a state', () => {
  it('asks first, and listens no more when the answer is the state', async () => {
    const { peer, domain } = startConnection();
    const waiting = await begin(peer, domain, RUNNING);
    expect(await agreeToEnd(peer)).toBe(0);
    await waiting.done;
  });

  it('asks again after an event that leaves it open, and not after one that does not', async () => {
    const { peer, domain } = startConnection();
    const waiting = await begin(peer, domain, SHUTOFF);
    peer.deliver(lifecycleFrame(0, 0, { event: STARTED }));
    await answer(peer, STATE, { state: PAUSED, reason: 0 });
    await turn();
    expect(waiting.over).toBe(false);
    peer.deliver(lifecycleFrame(0, 0, { event: 4 }));
    expect(await agreeToEnd(peer)).toBe(0);
    await waiting.done;
  });

  it('takes the end of a transient domain as the state that it ended in', async () => {
    const { peer, domain } = startConnection();
    const done = domain.waitForState('shutoff');
    await agree(peer, 0);
    await answer(peer, STATE, { state: RUNNING, reason: 0 });
    peer.deliver(lifecycleFrame(0, 1, { event: STOPPED }));
    await agreeToEnd(peer);
    await done;
  });

  it('fails as the question does, and listens no more', async () => {
    const { peer, domain } = startConnection();
    const done = domain.waitForState('running');
    await agree(peer, 0);
    peer.fail(await nextOf(peer, STATE), { code: 42, message: 'no domain' });
    await Promise.all([
      agreeToEnd(peer),
      expect(done).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN', message: 'no domain' }),
    ]);
  });

  it('fails where the daemon has no events, and where they do not say whom they are for', async () => {
    const { peer, connection, domain } = startConnection();
    const done = domain.waitForState('running');
    peer.fail(await nextOf(peer, procedures.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY), { code: 3 });
    await expect(done).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    setEventCallbacks(connection, false);
    const unsupported = { name: 'UnsupportedError', code: 'ERR_LIBVIRT_UNSUPPORTED' };
    await expect(domain.waitForState('running')).rejects.toMatchObject(unsupported);
    await expect(connection.domainEventRegisterAny(null, 0, () => {})).rejects.toMatchObject(unsupported);
    expect(() => connection.domainEvents('lifecycle')).toThrow(expect.objectContaining(unsupported));
    expect(peer.received).toEqual([]);
  });
});
