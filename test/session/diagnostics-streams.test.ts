import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CallMessage, StreamMessage } from '../../src/index.js';
import { traced } from '../support/diagnostics.js';
import { start } from '../support/test-session.js';
import { DOWNLOAD, opened, opening, TestSink, TRANSFER } from '../support/test-streams.js';

const STREAMS = 'libvirt-rpc:stream';

describe('a stream', () => {
  it('is told of from its beginning to its end, with the bytes both ways', async () => {
    const { begun, ended, steps } = traced<StreamMessage>(STREAMS);
    const { peer, stream, say, opening: call } = await opened({ sparse: true });
    expect(begun[0]).toMatchObject({ outcome: null, duration: null, direction: 'read', serial: call.header.serial });
    expect(begun[0]?.openTime).toBeGreaterThanOrEqual(0);
    peer.deliver(say.data('secret data'));
    peer.deliver(say.hole(1000n));
    peer.deliver(say.data('more'));
    stream.write([Buffer.from('secret'), Buffer.from('!')], () => {});
    stream.skip(10n, () => {});
    await turn();
    stream.finish();
    for (let sent = 0; sent < 3; sent++) await peer.next();
    peer.deliver(say.ok());
    expect(steps).toEqual(['start', 'end', 'asyncStart', 'asyncEnd']);
    expect(ended).toEqual(begun);
    expect(ended).toMatchObject([
      {
        program: 'remote',
        procedure: 'STORAGE_VOL_DOWNLOAD',
        connection: { transport: 'test' },
        outcome: 'ok',
        error: null,
        bytesReceived: 'secret data'.length + 'more'.length,
        bytesSent: 'secret!'.length,
      },
    ]);
    expect(ended[0]?.duration).toBeGreaterThanOrEqual(ended[0]?.openTime as number);
    expect(inspect(ended, { showHidden: true, depth: null })).not.toContain('secret');
  });

  it('that the daemon ends has its code, and not its text', async () => {
    const { ended, steps } = traced<StreamMessage>(STREAMS);
    const { peer, say } = await opened();
    peer.deliver(say.error({ message: 'a secret' }));
    expect(steps).toEqual(['start', 'end', 'error', 'asyncStart', 'asyncEnd']);
    expect(ended).toMatchObject([
      { outcome: 'remote-error', error: { name: 'RemoteError', code: 'VIR_ERR_SYSTEM_ERROR', message: null } },
    ]);
  });

  it('that this side aborts has ended when the daemon knows', async () => {
    const { ended } = traced<StreamMessage>(STREAMS);
    const { peer, stream, say } = await opened();
    stream.abort(() => {});
    expect(ended).toEqual([]);
    await peer.next();
    peer.deliver(say.ok());
    expect(ended).toMatchObject([{ outcome: 'aborted', error: null }]);
  });

  it('that is given up before it is open is aborted, and so is the call that opens it', async () => {
    const { ended } = traced<StreamMessage>(STREAMS);
    const calls = traced<CallMessage>('libvirt-rpc:call');
    const { peer, stream, say } = await opening();
    stream.abort(() => {});
    await turn();
    expect(ended).toMatchObject([{ outcome: 'aborted', openTime: null, error: null }]);
    expect(calls.ended).toMatchObject([{ procedure: 'STORAGE_VOL_DOWNLOAD', outcome: 'aborted' }]);
    // The daemon opens it all the same: it is aborted there, and nothing more is told.
    peer.deliver(say.opened());
    await peer.next();
    peer.deliver(say.ok());
    expect(ended.length).toBe(1);
  });

  it('that is not opened in time has timed out', async () => {
    const { ended } = traced<StreamMessage>(STREAMS);
    await opening({ timeout: 10 });
    while (ended.length === 0) await turn();
    expect(ended).toMatchObject([{ outcome: 'timeout', openTime: null }]);
  });

  it('ends with its connection', async () => {
    const { ended } = traced<StreamMessage>(STREAMS);
    const { peer, stream, session, say } = await opened();
    const another = new TestSink();
    session.openStream(DOWNLOAD, TRANSFER, another);
    peer.deliver(say.data('abc'));
    stream.write([Buffer.from('never sent')], () => {});
    peer.lose(new Error('reset'));
    await turn();
    expect(ended).toMatchObject([
      { outcome: 'disconnected', bytesReceived: 3, bytesSent: 0, error: { code: 'ERR_LIBVIRT_CONNECTION_LOST' } },
      { outcome: 'disconnected', bytesReceived: 0, openTime: null },
    ]);
  });

  it('that breaks the protocol ends with its connection', async () => {
    const { ended } = traced<StreamMessage>(STREAMS);
    const { peer, say } = await opened();
    peer.deliver(say.ok());
    expect(ended).toMatchObject([{ outcome: 'disconnected' }]);
  });

  it('that cannot be asked for is told of as a call alone', () => {
    const { begun } = traced<StreamMessage>(STREAMS);
    const calls = traced<CallMessage>('libvirt-rpc:call');
    const { session } = start();
    session.end(null);
    expect(() => session.openStream(DOWNLOAD, TRANSFER, new TestSink())).toThrow('closed');
    expect(begun).toEqual([]);
    expect(calls.ended).toMatchObject([{ procedure: 'STORAGE_VOL_DOWNLOAD', outcome: 'disconnected' }]);
  });
});
