import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openedReadable } from '../../src/api/streams/opened.js';
import { openingOf } from '../../src/api/streams/opening.js';
import type { StreamOptions } from '../../src/api/streams/options.js';
import { RemoteDuplex } from '../../src/api/streams/remote-duplex.js';
import { RemoteReadable } from '../../src/api/streams/remote-readable.js';
import { RemoteWritable } from '../../src/api/streams/remote-writable.js';
import { AbortError, ConnectionError, RemoteError } from '../../src/errors.js';
import { Session } from '../../src/rpc/session.js';
import { TestPeer } from '../support/test-peer.js';
import { HOSTNAME } from '../support/test-session.js';
import { CONSOLE, DEVICE, DOWNLOAD, messagesOf, sent, TRANSFER, UPLOAD } from '../support/test-streams.js';

const MiB = 1024 * 1024;

function start(): { peer: TestPeer; session: Session } {
  const peer = new TestPeer();
  const session = new Session(peer.transport, { maxInFlight: 4 });
  onTestFinished(() => session.end(null));
  return { peer, session };
}

/** What ends with the test's session fails. */
function quiet<Node extends Readable | Writable>(stream: Node): Node {
  onTestFinished(() => {
    stream.on('error', () => {});
  });
  return stream;
}

async function readable(options: StreamOptions = {}, sparse = false) {
  const { peer, session } = start();
  const stream = quiet(new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER, options, sparse)));
  const say = messagesOf(await peer.next());
  return { peer, session, stream, say };
}

async function writable(options: StreamOptions = {}, sparse = false) {
  const { peer, session } = start();
  const stream = quiet(new RemoteWritable(openingOf(session, UPLOAD, TRANSFER, options, sparse)));
  const say = messagesOf(await peer.next());
  peer.deliver(say.opened());
  return { peer, session, stream, say };
}

async function duplex() {
  const { peer, session } = start();
  const stream = quiet(new RemoteDuplex(openingOf(session, CONSOLE, DEVICE)));
  const say = messagesOf(await peer.next());
  peer.deliver(say.opened());
  return { peer, session, stream, say };
}

describe('a Readable', () => {
  it('reads to the end that the daemon confirms, and is ready before', async () => {
    const { peer, stream, say } = await readable();
    const ready = once(stream, 'ready');
    peer.deliver(Buffer.concat([say.opened(), say.data('one, '), say.data('two'), say.end()]));
    await ready;
    let text = '';
    const reading = (async () => {
      for await (const chunk of stream) text += chunk;
    })();
    expect(sent(await peer.next())).toBe('finish');
    await turn();
    expect(stream.readableEnded).toBe(false);
    peer.deliver(say.ok());
    await reading;
    expect(text).toBe('one, two');
    expect(stream.destroyed).toBe(true);
    expect(peer.received).toEqual([]);
  });

  it('fails where the daemon does not confirm the end', async () => {
    const { peer, stream, say } = await readable();
    peer.deliver(Buffer.concat([say.opened(), say.data('x'), say.end(), say.error()]));
    await expect(stream.toArray()).rejects.toThrow(RemoteError);
  });

  it('has the daemon wait while nobody reads, and go on when somebody does', async () => {
    const { peer, stream, say } = await readable();
    peer.deliver(say.opened());
    while (!peer.paused) peer.deliver(say.data(Buffer.alloc(MiB / 4)));
    expect(stream.readableLength).toBe(MiB);
    await turn();
    expect(peer.paused).toBe(true);
    stream.on('data', () => {});
    await expect.poll(() => peer.paused).toBe(false);
    peer.deliver(say.data(Buffer.alloc(MiB)));
    expect(stream.readableLength).toBe(0);
  });

  it('keeps as much as it is told to', async () => {
    const { peer, stream, say } = await readable({ highWaterMark: 10 });
    peer.deliver(Buffer.concat([say.opened(), say.data('123456789')]));
    expect(peer.paused).toBe(false);
    peer.deliver(say.data('0'));
    expect(peer.paused).toBe(true);
    // From Node 26 on, a read without a size gives no more than one piece.
    const kept = [stream.read(), stream.read()].filter((chunk) => chunk !== null);
    expect(Buffer.concat(kept).toString()).toBe('1234567890');
    await expect.poll(() => peer.paused).toBe(false);
  });

  it('has bytes of its own, which the next read does not change', async () => {
    const { peer, stream, say } = await readable();
    const bytes = Buffer.from(Buffer.concat([say.opened(), say.data('mine')]));
    peer.deliver(bytes);
    peer.overwrite();
    expect(`${stream.read()}`).toBe('mine');
  });

  it('that is left early aborts, and closes when that is confirmed', async () => {
    const { peer, session, stream, say } = await readable();
    peer.deliver(Buffer.concat([say.opened(), say.data('one')]));
    const left = (async () => {
      for await (const _ of stream) break;
    })();
    expect(sent(await peer.next())).toBe('abort');
    expect(stream.closed).toBe(false);
    peer.deliver(Buffer.concat([say.data('two'), say.ok()]));
    await left;
    await expect.poll(() => stream.closed).toBe(true);
    const call = session.call(HOSTNAME, undefined);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' });
    await call;
  });

  it('closes after a second where the daemon does not confirm an abort', async () => {
    const { peer, stream, say } = await readable();
    peer.deliver(say.opened());
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    stream.destroy();
    await turn();
    expect(stream.closed).toBe(false);
    vi.advanceTimersByTime(1000);
    await turn();
    expect(stream.closed).toBe(true);
  });

  it('is aborted by its signal, with the reason', async () => {
    const controller = new AbortController();
    const { peer, stream, say } = await readable({ signal: controller.signal });
    peer.deliver(say.opened());
    const failed = once(stream, 'error');
    const reason = new Error('enough');
    controller.abort(reason);
    expect(sent(await peer.next())).toBe('abort');
    peer.deliver(say.ok());
    const [error] = await failed;
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ code: 'ABORT_ERR', cause: reason, sent: true });
  });

  it('with a signal that has fired sends nothing', async () => {
    const { peer, session } = start();
    const stream = new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER, { signal: AbortSignal.abort() }));
    const [error] = await once(stream, 'error');
    expect(error).toMatchObject({ name: 'AbortError', sent: false });
    expect(peer.received).toEqual([]);
  });

  it('fails with an error whose stack leads to the caller', async () => {
    const { peer, session } = start();
    function theCaller(): RemoteReadable {
      return new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER));
    }
    const stream = theCaller();
    const failed = once(stream, 'error');
    peer.fail(await peer.next(), { code: 50, message: 'no volume' });
    const [error] = await failed;
    expect(error).toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL', procedure: 'STORAGE_VOL_DOWNLOAD' });
    expect(error.stack).toContain('theCaller');
    expect(error.stack).toContain('RemoteError: no volume');
  });

  it('of a connection that is over fails as a stream does', async () => {
    const { session } = start();
    session.end(null);
    const [error] = await once(new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER)), 'error');
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ sent: false });
  });

  it('throws at once for arguments and options that cannot be', () => {
    const { session } = start();
    const open = (args: object, options: object) => () =>
      new RemoteReadable(openingOf(session, DOWNLOAD, { ...TRANSFER, ...args }, options));
    expect(open({ offset: 5 }, {})).toThrow(TypeError);
    expect(open({}, { signal: 'x' })).toThrow(TypeError);
    expect(open({}, { timeout: -1 })).toThrow(RangeError);
    expect(open({}, { highWaterMark: -1 })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARG_VALUE' }));
  });

  it('shows holes where it may have some', async () => {
    const { peer, stream, say } = await readable({}, true);
    peer.deliver(Buffer.concat([say.opened(), say.data('a'), say.hole(2n ** 40n), say.end(), say.ok()]));
    expect(await stream.toArray()).toEqual([Buffer.from('a'), { hole: 2n ** 40n }]);
  });

  it('whose listener throws costs nobody anything else', async () => {
    const { peer, session, stream, say } = await readable();
    peer.deliver(say.opened());
    const thrown: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.once('uncaughtException', (error) => thrown.push(error));
    onTestFinished(() => {
      for (const listener of listeners) process.on('uncaughtException', listener);
    });
    stream.once('data', () => {
      throw new Error('mine');
    });
    await turn();
    const call = session.call(HOSTNAME, undefined);
    const asked = await peer.next();
    peer.deliver(say.data('x'));
    peer.reply(asked, HOSTNAME, { hostname: 'h' });
    expect(await call).toEqual({ hostname: 'h' });
    await turn();
    expect(thrown).toEqual([new Error('mine')]);
    expect(session.open).toBe(true);
  });

  it('that is awaited until it is open has what the call returned, or its error', async () => {
    const { peer, session } = start();
    const opening = openedReadable(session, DOWNLOAD, TRANSFER);
    const say = messagesOf(await peer.next());
    peer.deliver(Buffer.concat([say.opened(), say.data('x'), say.error()]));
    const { stream } = await opening;
    await expect(stream.toArray()).rejects.toThrow('no space');
    const refused = openedReadable(session, DOWNLOAD, TRANSFER);
    peer.fail(await peer.next(), { code: 50, message: 'no volume' });
    await expect(refused).rejects.toThrow('no volume');
  });
});

describe('a Writable', () => {
  it('sends what it is given, and finishes when the daemon has it all', async () => {
    const { peer, stream, say } = await writable();
    stream.write('text, ');
    stream.write(new Uint8Array([98]));
    stream.end('.');
    const words: string[] = [];
    while (words.at(-1) !== 'finish') words.push(sent(await peer.next()));
    expect(words.join()).toMatch(/^data [678](,data \d)*,finish$/);
    expect(stream.writableFinished).toBe(false);
    const over = finished(stream);
    peer.deliver(say.ok());
    await over;
    expect(stream.destroyed).toBe(true);
    expect(peer.received).toEqual([]);
  });

  it('has its caller wait while the socket is full', async () => {
    const { peer, stream } = await writable();
    await turn();
    peer.writable = false;
    let written = 0;
    while (stream.write(Buffer.alloc(MiB))) written++;
    expect(written).toBeLessThan(5);
    await turn();
    expect(stream.writableNeedDrain).toBe(true);
    const drained = once(stream, 'drain');
    const pump = setInterval(() => peer.drain(), 1);
    onTestFinished(() => clearInterval(pump));
    await drained;
  });

  it('fails with the daemon’s error, and so does a write that waits', async () => {
    const { peer, stream, say } = await writable();
    peer.writable = false;
    const failures: unknown[] = [];
    stream.write(Buffer.alloc(3 * MiB), (error) => failures.push(error));
    stream.write(Buffer.alloc(10), (error) => failures.push(error));
    const failed = once(stream, 'error');
    await turn();
    peer.deliver(say.error());
    const [error] = await failed;
    expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', procedure: 'STORAGE_VOL_UPLOAD' });
    await expect.poll(() => failures).toHaveLength(2);
    expect(failures.every((failure) => failure instanceof Error)).toBe(true);
  });

  it('that is destroyed fails what has not left', async () => {
    const { peer, stream, say } = await writable();
    peer.writable = false;
    const failures: unknown[] = [];
    stream.write(Buffer.alloc(3 * MiB), (error) => failures.push(error));
    stream.write(Buffer.alloc(10), (error) => failures.push(error));
    await turn();
    stream.destroy();
    peer.deliver(say.ok());
    await expect.poll(() => failures).toHaveLength(2);
    for (const failure of failures) expect(failure).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
  });

  it('fails where the daemon does not confirm the end', async () => {
    const { peer, stream, say } = await writable();
    stream.end('x');
    const over = finished(stream);
    await expect.poll(() => peer.received.some((message) => sent(message) === 'finish')).toBe(true);
    peer.deliver(say.error());
    await expect(over).rejects.toThrow('no space');
  });

  it('aborts where what is piped into it fails', async () => {
    const { peer, session, stream, say } = await writable();
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('x');
        throw new Error('the disk');
      })(),
    );
    const piping = pipeline(source, stream);
    piping.catch(() => {});
    await expect.poll(() => peer.received.some((message) => sent(message) === 'abort')).toBe(true);
    peer.deliver(say.ok());
    await expect(piping).rejects.toThrow('the disk');
    expect(session.open).toBe(true);
  });

  it('sends holes where it may, between what it is given', async () => {
    const { peer, stream } = await writable({}, true);
    for (const chunk of ['a', { hole: 5n }, Buffer.from('bc'), { hole: 0n }, { hole: 6n }]) stream.write(chunk);
    const words: string[] = [];
    while (words.length < 4) words.push(sent(await peer.next()));
    expect(words).toEqual(['data 1', 'hole 5', 'data 2', 'hole 6']);
  });

  it.each([[{ hole: 5 }], [{ hole: -1n }], [{ hole: 2n ** 63n }], [7], [{}]])('refuses the chunk %o', async (chunk) => {
    const { peer, stream, say } = await writable({}, true);
    const failed = once(stream, 'error');
    stream.write(chunk);
    expect(sent(await peer.next())).toBe('abort');
    peer.deliver(say.ok());
    const [error] = await failed;
    expect(error.code).toMatch(/^ERR_(INVALID_ARG_TYPE|OUT_OF_RANGE)$/);
  });
});

describe('a Duplex', () => {
  it('goes both ways, and ends both when it is ended', async () => {
    const { peer, stream, say } = await duplex();
    peer.deliver(say.data('login: '));
    expect(
      `${await stream
        .iterator({ destroyOnReturn: false })
        .next()
        .then(({ value }) => value)}`,
    ).toBe('login: ');
    stream.end('root\n');
    const words: string[] = [];
    while (words.at(-1) !== 'finish') words.push(sent(await peer.next()));
    expect(words).toEqual(['data 5', 'finish']);
    peer.deliver(Buffer.concat([say.data('last words'), say.ok()]));
    expect(Buffer.concat(await stream.toArray()).toString()).toBe('last words');
    await expect.poll(() => stream.closed).toBe(true);
  });

  it('ends where the daemon ends it, and then takes nothing more', async () => {
    const { peer, stream, say } = await duplex();
    peer.deliver(Buffer.concat([say.data('bye'), say.end()]));
    const failed = once(stream, 'error');
    stream.write('too late');
    expect(await failed).toMatchObject([{ code: 'EPIPE' }]);
  });

  it('ends in order where the daemon ends it and confirms that', async () => {
    const { peer, stream, say } = await duplex();
    peer.deliver(Buffer.concat([say.data('bye'), say.end()]));
    stream.resume();
    expect(sent(await peer.next())).toBe('finish');
    peer.deliver(say.ok());
    await finished(stream);
    expect(stream.errored).toBe(null);
    await expect.poll(() => stream.closed).toBe(true);
    expect(peer.received).toEqual([]);
  });

  it('fails with the connection', async () => {
    const { peer, stream } = await duplex();
    const failed = once(stream, 'error');
    peer.lose(new Error('reset'));
    const [error] = await failed;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toContain('DOMAIN_OPEN_CONSOLE');
  });
});
