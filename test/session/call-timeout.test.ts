import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { DomainEventID, TimeoutError } from '../../src/index.js';
import { procedures as qemu } from '../../src/protocol/generated/qemu/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { LONG_CALLS } from '../../src/rpc/long-calls.js';
import { DOM, HOSTNAME, start } from '../support/test-session.js';
import { opened, opening } from '../support/test-streams.js';
import { connected, started } from '../support/testing-daemon.js';

/** How a call ends that nobody answers for so many milliseconds. */
async function within(milliseconds: number, call: Promise<unknown>): Promise<string> {
  const end = call.then(
    () => 'answered',
    (error: Error) => error.name,
  );
  return Promise.race([end, delay(milliseconds).then(() => 'pending')]);
}

const SAVE = { dom: DOM, to: '/dev/null' };

describe("a session's default timeout", () => {
  it('is for calls that have none of their own, in the queue too', async () => {
    const { session } = start(1);
    session.limit.timeout = 20;
    const first = session.call(HOSTNAME, undefined);
    const second = session.call(HOSTNAME, undefined, { signal: new AbortController().signal });
    await expect(first).rejects.toThrow('CONNECT_GET_HOSTNAME was not answered within 20 ms: it had been sent');
    await expect(first).rejects.toBeInstanceOf(TimeoutError);
    await expect(second).rejects.toMatchObject({ code: 'ERR_LIBVIRT_TIMEOUT', sent: false });
    session.end(null);
  });

  it('gives way to what a call says itself', async () => {
    const { session } = start();
    session.limit.timeout = 20;
    const never = session.call(HOSTNAME, undefined, { timeout: Number.POSITIVE_INFINITY });
    const later = session.call(HOSTNAME, undefined, { timeout: 10_000 });
    expect(await Promise.all([within(80, never), within(80, later)])).toEqual(['pending', 'pending']);
    session.limit.timeout = 10_000;
    expect(await within(5000, session.call(HOSTNAME, undefined, { timeout: 10 }))).toBe('TimeoutError');
    session.end(null);
  });

  it('is not for what takes as long as its work does, unless that is asked for', async () => {
    const { session } = start();
    session.limit.timeout = 20;
    expect(await within(80, session.call(procedures.DOMAIN_SAVE, SAVE))).toBe('pending');
    expect(await within(5000, session.call(procedures.DOMAIN_SAVE, SAVE, { timeout: 20 }))).toBe('TimeoutError');
    session.end(null);
  });

  it('knows the long procedures by names that there are', () => {
    const names = new Set([...Object.keys(procedures), ...Object.keys(qemu)]);
    expect([...LONG_CALLS].filter((name) => !names.has(name))).toEqual([]);
    const migration = [...names].filter((name) =>
      /^DOMAIN_MIGRATE_(?:BEGIN|PREPARE|PERFORM|FINISH|CONFIRM)/u.test(name),
    );
    expect(migration.filter((name) => !LONG_CALLS.has(name))).toEqual([]);
  });

  it('is for the opening of a stream, and not for its life', async () => {
    const never = await opening({ callTimeout: 20 });
    await expect.poll(() => never.sink.error).toBeInstanceOf(TimeoutError);
    const { sink, peer, say } = await opened({ callTimeout: 20 });
    await delay(60);
    peer.deliver(say.data('late'));
    expect(sink.told).toEqual(['opened', 'data late']);
  });

  it('is refused where it is none', () => {
    const { session } = start();
    session.limit.timeout = 20;
    expect(() => session.limit.optionsOf(HOSTNAME, null as never)).toThrow('options must be an object');
    expect(() => session.limit.optionsOf(HOSTNAME, { timeout: 0 })).toThrow(RangeError);
  });
});

describe("a connection's callTimeout", () => {
  it('begins when the connection is open', async () => {
    const daemon = await started();
    daemon.on('AUTH_LIST').delay(100);
    const connection = await daemon.connect({ callTimeout: 30 });
    daemon.on('CONNECT_GET_HOSTNAME').never();
    await expect(connection.getHostname()).rejects.toThrow('was not answered within 30 ms');
    await connection.close();
  });

  it('is for callbacks that are registered', async () => {
    const { daemon, connection } = await connected({}, { callTimeout: 30 });
    daemon.on('CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY').never();
    const register = connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, () => {});
    await expect(register).rejects.toBeInstanceOf(TimeoutError);
  });

  it('is more than 0, or Infinity', async () => {
    const daemon = await started();
    for (const callTimeout of [0, -1, Number.NaN, 2 ** 31]) {
      await expect(daemon.connect({ callTimeout })).rejects.toThrow(/^options\.callTimeout must be more than 0/u);
    }
    await expect(daemon.connect({ callTimeout: '5' as never })).rejects.toBeInstanceOf(TypeError);
    const infinite = Number.POSITIVE_INFINITY;
    const connection = await daemon.connect({ callTimeout: infinite, timeout: infinite });
    expect(await connection.getHostname({ timeout: infinite })).toBe('testhost');
    const register = { timeout: infinite };
    const id = await connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, () => {}, register);
    await connection.domainEventDeregisterAny(id, register);
    await connection.close();
  });
});
