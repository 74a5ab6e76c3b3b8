import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ProtocolError, RemoteError, TimeoutError } from '../../src/errors.js';
import { HOSTNAME } from '../support/test-session.js';
import { DOWNLOAD, messagesOf, opened, opening, sent, TestSink, TRANSFER } from '../support/test-streams.js';

const CONVERSATION = ['opened', 'data one, two', 'hole 7', 'data three', 'end'];

describe('a stream', () => {
  it.each([
    ['whole', Number.POSITIVE_INFINITY],
    ['in pieces of 7', 7],
    ['byte by byte', 1],
  ])('hears what the daemon says, when it comes %s', async (_, size) => {
    const { peer, session, sink, stream, say } = await opening({ sparse: true });
    const said = [say.opened(), say.data('one, '), say.data('two'), say.hole(7n), say.data('three'), say.end()];
    const bytes = Buffer.concat(said);
    for (let at = 0; at < bytes.length; at += size) peer.deliver(bytes.subarray(at, at + size));
    expect(sink.told).toEqual(CONVERSATION);
    stream.finish();
    expect(sent(await peer.next())).toBe('finish');
    peer.deliver(say.ok());
    expect(sink.told).toEqual([...CONVERSATION, 'finished']);
    expect(session.open).toBe(true);
  });

  it('has what came, and the error, where the connection ends anywhere in that', async () => {
    for (let end = 0; end < 28 * 4; end++) {
      const { peer, sink, say } = await opening();
      const bytes = Buffer.concat([say.opened(), say.data('1234'), say.data('5678'), say.end()]);
      peer.deliver(bytes.subarray(0, end));
      peer.lose();
      await turn();
      const data = Math.max(0, Math.min(end - 56, 4)) + Math.max(0, Math.min(end - 88, 4));
      expect(sink.bytes).toBe(data);
      expect(sink.told.filter((what) => what === 'failed')).toEqual(['failed']);
      expect(sink.error).toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST', sent: true });
    }
  });

  it('loses nothing that comes before its reply, as a daemon may send it', async () => {
    const { peer, sink, say } = await opening();
    peer.deliver(Buffer.concat([say.data('early'), say.opened(), say.data(', late')]));
    expect(sink.told).toEqual(['data early', 'opened', 'data , late']);
  });

  it('fails with the daemon’s error, and every field of it', async () => {
    const { peer, session, sink, say } = await opened();
    peer.deliver(say.error({ str1: 'disk', int1: 28 }));
    expect(sink.error).toBeInstanceOf(RemoteError);
    expect(sink.error).toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      domain: 'VIR_FROM_STORAGE',
      message: 'no space',
      str1: 'disk',
      int1: 28,
      procedure: 'STORAGE_VOL_DOWNLOAD',
    });
    peer.deliver(say.data('too late'));
    expect(sink.told).toEqual(['opened', 'failed']);
    expect(session.open).toBe(true);
  });

  it('fails once where the daemon fails it before its reply', async () => {
    const { peer, sink, say } = await opening();
    peer.deliver(Buffer.concat([say.error(), say.opened()]));
    await turn();
    expect(sink.told).toEqual(['failed']);
    expect(peer.received.map(sent)).toEqual([]);
  });

  it('fails with the error of the call that was to open it', async () => {
    const { peer, session, sink, opening: call } = await opening();
    peer.fail(call, { code: 50, message: 'no volume' });
    await turn();
    expect(sink.error).toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL', message: 'no volume' });
    expect(sink.told).toEqual(['failed']);
    expect(session.open).toBe(true);
  });

  it('does not count among the calls in flight once it is open', async () => {
    const { peer, session } = await opened({ maxInFlight: 1 });
    const call = session.call(HOSTNAME, undefined);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' });
    expect(await call).toEqual({ hostname: 'h' });
  });

  it('ends with the session that is closed, and only once', async () => {
    const { peer, session, sink } = await opened();
    const closing = session.close(HOSTNAME as never, 1000);
    expect(sink.error).toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED' });
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' });
    await closing;
    expect(sink.told).toEqual(['opened', 'failed']);
  });

  it('is refused by a session that is over', async () => {
    const { session } = await opened();
    session.end(null);
    expect(() => session.openStream(DOWNLOAD, TRANSFER, new TestSink())).toThrow('was not sent');
  });

  it('refuses arguments that the protocol cannot carry, at once', async () => {
    const { session, peer } = await opened();
    const args = { ...TRANSFER, flags: 'none' as unknown as number };
    expect(() => session.openStream(DOWNLOAD, args, new TestSink())).toThrow(TypeError);
    await turn();
    expect(peer.received).toEqual([]);
  });
});

describe('aborting a stream', () => {
  it('tells the daemon, hears no more, and waits until it is confirmed', async () => {
    const { peer, session, sink, stream, say } = await opened();
    let confirmed = false;
    stream.abort(() => {
      confirmed = true;
    });
    peer.deliver(Buffer.concat([say.data('late'), say.end()]));
    expect(sent(await peer.next())).toBe('abort');
    expect(confirmed).toBe(false);
    peer.deliver(say.ok());
    expect(confirmed).toBe(true);
    peer.deliver(say.data('later still'));
    expect(sink.told).toEqual(['opened']);
    expect(session.open).toBe(true);
  });

  it('is confirmed by an error as well, which crossed it', async () => {
    const { peer, sink, stream, say } = await opened();
    let confirmed = 0;
    stream.abort(() => confirmed++);
    peer.deliver(say.error());
    peer.deliver(say.ok());
    expect(confirmed).toBe(1);
    expect(sink.told).toEqual(['opened']);
  });

  it('before it was opened, aborts it when it is', async () => {
    const { peer, sink, stream, say } = await opening();
    stream.abort(() => {});
    await turn();
    expect(peer.received).toEqual([]);
    peer.deliver(Buffer.concat([say.opened(), say.data('x')]));
    expect(sent(await peer.next())).toBe('abort');
    peer.deliver(say.ok());
    expect(sink.told).toEqual([]);
  });

  it('before it was opened, lets the daemon refuse it', async () => {
    const { peer, session, sink, stream, opening: call } = await opening();
    stream.abort(() => {});
    peer.fail(call);
    await turn();
    expect(peer.received).toEqual([]);
    expect(sink.told).toEqual([]);
    expect(session.open).toBe(true);
  });

  it('that waits for its turn, takes the call back', async () => {
    const { peer, session } = await opening({ maxInFlight: 1 });
    const sink = new TestSink();
    const second = session.openStream(DOWNLOAD, TRANSFER, sink);
    second.abort(() => {});
    await turn();
    expect(peer.received).toEqual([]);
    expect(sink.told).toEqual([]);
  });

  it('follows a timeout of its opening, when it is opened after all', async () => {
    const { peer, sink, say } = await opening({ timeout: 5 });
    await expect.poll(() => sink.error).toBeInstanceOf(TimeoutError);
    peer.deliver(say.opened());
    expect(sent(await peer.next())).toBe('abort');
    expect(sink.told).toEqual(['failed']);
  });
});

describe('a daemon that breaks the protocol', () => {
  it.each([
    ['ends a stream that nobody ended', (it: Said) => it.say.ok(), 'ended a stream'],
    ['sends a hole that nobody allowed', (it: Said) => it.say.hole(5n), 'a hole came'],
    [
      'sends for another procedure',
      (it: Said) => messagesOf({ ...it.opening, header: { ...it.opening.header, proc: 1 } }).data('x'),
      'of procedure 1',
    ],
    [
      'sends for another program',
      (it: Said) => messagesOf({ ...it.opening, header: { ...it.opening.header, prog: 7 } }).data('x'),
      'of program 0x7',
    ],
  ])('because it %s loses the connection', async (_, message, text) => {
    const it = await opened();
    it.peer.deliver(message(it));
    const why = await it.session.ended;
    expect(why).toBeInstanceOf(ProtocolError);
    expect(why?.message).toContain(text);
    expect(it.sink.told.at(-1)).toBe('failed');
  });

  it('by a hole of less than nothing, loses it too', async () => {
    const { peer, session, say } = await opened({ sparse: true });
    peer.deliver(say.hole(-1n));
    expect(await session.ended).toBeInstanceOf(ProtocolError);
  });

  it('is forgiven data for a stream that nobody has', async () => {
    const { peer, session, opening: call } = await opened();
    peer.deliver(messagesOf({ ...call, header: { ...call.header, serial: 999 } }).data('x'));
    expect(session.open).toBe(true);
  });
});

type Said = Awaited<ReturnType<typeof opened>>;
