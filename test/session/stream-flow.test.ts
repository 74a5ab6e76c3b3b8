import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PROGRAM as KEEPALIVE } from '../../src/protocol/generated/keepalive/index.js';
import { HOSTNAME } from '../support/test-session.js';
import { messagesOf, type Opened, opened, TestSink, TRANSFER, UPLOAD } from '../support/test-streams.js';

const MiB = 1024 * 1024;

afterEach(() => {
  vi.useRealTimers();
});

/** Delivers as a transport does: only while the session reads. */
function deliverWhileReading({ peer, say }: Opened, bytes: number): number {
  let sent = 0;
  while (!peer.paused && sent < bytes) {
    peer.deliver(say.data(Buffer.alloc(MiB / 4)));
    sent += MiB / 4;
  }
  return sent;
}

describe('a stream that is held', () => {
  it('has the session read no more, until it is not', async () => {
    const { peer, stream, say, sink } = await opened();
    stream.hold(true);
    expect(peer.paused).toBe(true);
    stream.hold(false);
    expect(peer.paused).toBe(false);
    peer.deliver(say.data('on'));
    expect(sink.told).toEqual(['opened', 'data on']);
  });

  it('keeps others waiting only as long as there is one', async () => {
    const { peer, session, stream } = await opened();
    const second = session.openStream(UPLOAD, TRANSFER, new TestSink());
    peer.deliver(messagesOf(await peer.next()).opened());
    stream.hold(true);
    second.hold(true);
    stream.hold(false);
    expect(peer.paused).toBe(true);
    second.abort(() => {});
    expect(peer.paused).toBe(false);
  });

  it.each([
    ['fails', ({ peer, say }: Opened) => peer.deliver(say.error())],
    ['is aborted', ({ stream }: Opened) => stream.abort(() => {})],
  ])('holds nobody any more when it %s', async (_, over) => {
    const it = await opened();
    it.stream.hold(true);
    over(it);
    expect(it.peer.paused).toBe(false);
  });

  it('does not keep a reply that is due from being read, behind what comes before it', async () => {
    const it = await opened();
    const { peer, session, stream } = it;
    stream.hold(true);
    const call = session.call(HOSTNAME, undefined);
    const asked = await peer.next();
    for (let i = 0; i < 8; i++) {
      await expect.poll(() => peer.paused, { interval: 1 }).toBe(false);
      expect(deliverWhileReading(it, MiB)).toBe(MiB / 4);
    }
    await expect.poll(() => peer.paused, { interval: 1 }).toBe(false);
    peer.reply(asked, HOSTNAME, { hostname: 'h' });
    expect(await call).toEqual({ hostname: 'h' });
    // Nothing is due any more.
    vi.useFakeTimers();
    vi.advanceTimersByTime(10_000);
    expect(peer.paused).toBe(true);
  });

  it('is read for no further than 16 MiB, and again when it is taken', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const it = await opened();
    const { peer, session, stream } = it;
    stream.hold(true);
    void session.call(HOSTNAME, undefined).catch(() => {});
    await turn();
    let came = 0;
    for (let i = 0; i < 1000; i++) {
      vi.advanceTimersByTime(250);
      came += deliverWhileReading(it, MiB);
    }
    expect(came).toBe(16 * MiB);
    stream.hold(false);
    expect(peer.paused).toBe(false);
    stream.hold(true);
    vi.advanceTimersByTime(250);
    expect(peer.paused).toBe(false);
  });

  it('has a daemon hear that this side is there, and does not take its silence for its death', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
    const { peer, session, stream } = await opened();
    session.setKeepalive({ interval: 1, count: 2 });
    stream.hold(true);
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(1000);
      await turn();
    }
    expect(session.open).toBe(true);
    const pongs = peer.received.filter(({ header }) => header.prog === KEEPALIVE && header.proc === 2);
    expect(pongs.length).toBeGreaterThanOrEqual(9);
    stream.hold(false);
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(1000);
      await turn();
    }
    expect(session.open).toBe(false);
    expect((await session.ended)?.code).toBe('ERR_LIBVIRT_KEEPALIVE');
  });
});
