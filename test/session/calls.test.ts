import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RemoteError } from '../../src/errors.js';
import { VIR_NET_CALL, VIR_NET_OK } from '../../src/protocol/generated/net/index.js';
import { DOM, HOSTNAME, LOOKUP, start } from '../support/test-session.js';

describe('calls', () => {
  it('carry their arguments, and return what the reply carries', async () => {
    const { peer, session } = start();
    const call = session.call(LOOKUP, { name: 'one' });
    const received = await peer.next();
    expect(received.header).toEqual({
      prog: 0x20008086,
      vers: 1,
      proc: 23,
      type: VIR_NET_CALL,
      serial: 1,
      status: VIR_NET_OK,
    });
    expect(peer.args(received, LOOKUP)).toEqual({ name: 'one' });
    peer.reply(received, LOOKUP, { dom: DOM });
    expect(await call).toEqual({ dom: DOM });
  });

  it('of one tick leave in one write, and are answered in any order', async () => {
    const { peer, session } = start();
    const calls = ['a', 'b', 'c'].map((name) => session.call(LOOKUP, { name }));
    await turn();
    expect(peer.writes).toBe(1);
    for (const received of peer.received.splice(0).reverse()) {
      peer.reply(received, LOOKUP, { dom: { ...DOM, name: peer.args(received, LOOKUP).name } });
    }
    expect((await Promise.all(calls)).map(({ dom }) => dom.name)).toEqual(['a', 'b', 'c']);
  });

  it('wait in their order while as many as may are on their way', async () => {
    const { peer, session } = start(2);
    const calls = ['a', 'b', 'c', 'd', 'e'].map((name) => session.call(LOOKUP, { name }));
    const order: string[] = [];
    for (let i = 0; i < 5; i++) {
      await turn();
      expect(peer.received.length).toBeLessThanOrEqual(2);
      const received = await peer.next();
      order.push(peer.args(received, LOOKUP).name);
      peer.reply(received, LOOKUP, { dom: DOM });
    }
    await Promise.all(calls);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('wait while the socket is full', async () => {
    const { peer, session } = start();
    peer.writable = false;
    const first = session.call(HOSTNAME, undefined);
    await turn();
    const second = session.call(HOSTNAME, undefined);
    await turn();
    expect(peer.received).toHaveLength(1);
    peer.drain();
    expect(peer.received).toHaveLength(2);
    for (const received of peer.received.splice(0)) peer.reply(received, HOSTNAME, { hostname: 'h' });
    expect(await Promise.all([first, second])).toHaveLength(2);
  });

  it('are rejected with every field of the error, and a stack that leads to the caller', async () => {
    const { peer, session } = start();
    async function theCaller(): Promise<void> {
      await session.call(LOOKUP, { name: 'none' });
    }
    const call = theCaller().catch((error: unknown) => error);
    const fields = {
      code: 42,
      domain: 17,
      message: 'no domain',
      str1: 'one',
      str2: 'two',
      str3: null,
      int1: 7,
      int2: -1,
    };
    peer.fail(await peer.next(), fields);
    const error = (await call) as RemoteError;
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({
      code: 'VIR_ERR_NO_DOMAIN',
      errno: 42,
      domain: 'VIR_FROM_LXC',
      level: 'VIR_ERR_ERROR',
      message: 'no domain',
      str1: 'one',
      str2: 'two',
      str3: null,
      int1: 7,
      int2: -1,
      procedure: 'DOMAIN_LOOKUP_BY_NAME',
    });
    expect(error.stack).toContain('theCaller');
  });

  it('that the daemon does not know are not supported', async () => {
    const { peer, session } = start();
    const call = session.call(HOSTNAME, undefined);
    peer.fail(await peer.next(), { code: 39, domain: 7, message: 'unknown procedure: 59' });
    await expect(call).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT', errno: 3 });
  });

  it('with arguments that the protocol cannot carry are refused, and disturb nothing', async () => {
    const { peer, session } = start();
    const good = session.call(LOOKUP, { name: 'good' });
    await expect(session.call(LOOKUP, { name: 7 as unknown as string })).rejects.toThrow(
      'remote_domain_lookup_by_name_args.name must be a string',
    );
    await expect(session.call(LOOKUP, { name: 'x'.repeat(4194305) })).rejects.toThrow(RangeError);
    const received = await peer.next();
    expect(peer.args(received, LOOKUP)).toEqual({ name: 'good' });
    peer.reply(received, LOOKUP, { dom: DOM });
    await good;
    expect(peer.received).toEqual([]);
  });
});
