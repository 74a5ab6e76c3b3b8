import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { procedures as keepalive } from '../../src/protocol/generated/keepalive/index.js';
import { VIR_NET_MESSAGE, VIR_NET_OK } from '../../src/protocol/generated/net/index.js';
import type { TestPeer } from '../support/test-peer.js';
import { HOSTNAME, start } from '../support/test-session.js';

describe('keepalive', () => {
  const ping = (peer: TestPeer) => peer.event(keepalive.PING, undefined);

  it('answers a question, behind whatever waits for its turn', async () => {
    const { peer, session } = start(1);
    void session.call(HOSTNAME, undefined);
    void session.call(HOSTNAME, undefined).catch(() => {});
    await peer.next();
    ping(peer);
    const { header } = await peer.next();
    expect(header).toMatchObject({ prog: 0x6b656570, proc: 2, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK });
  });

  it('answers once while the socket is full, however often it is asked', async () => {
    const { peer, session } = start();
    peer.writable = false;
    void session.call(HOSTNAME, undefined);
    await peer.next();
    for (let i = 0; i < 1000; i++) ping(peer);
    await turn();
    expect(peer.received).toEqual([]);
    peer.drain();
    expect(peer.received.map(({ header }) => header.proc)).toEqual([2]);
  });

  it('asks a silent peer so many times, and gives it up', async () => {
    const { peer, session } = start();
    const call = session.call(HOSTNAME, undefined).catch((e: unknown) => e);
    await peer.next();
    session.setKeepalive({ interval: 0.01, count: 3 });
    const why = await session.ended;
    expect(why).toMatchObject({ code: 'ERR_LIBVIRT_KEEPALIVE' });
    expect(peer.received.map(({ header }) => header.proc)).toEqual([1, 1, 1]);
    expect(await call).toMatchObject({ code: 'ERR_LIBVIRT_KEEPALIVE', sent: true });
  });

  it('takes anything for an answer', async () => {
    const { peer, session } = start();
    session.setKeepalive({ interval: 0.005, count: 1 });
    for (let i = 0; i < 5; i++) {
      const { header } = await peer.next();
      expect(header.proc).toBe(1);
      peer.event(keepalive.PONG, undefined);
    }
    expect(session.open).toBe(true);
    session.end(null);
  });
});
