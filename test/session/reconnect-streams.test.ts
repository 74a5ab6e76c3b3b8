import { finished } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sessionOf } from '../../src/api/connection/base.js';
import { openingOf } from '../../src/api/streams/opening.js';
import { RemoteReadable } from '../../src/api/streams/remote-readable.js';
import { RemoteWritable } from '../../src/api/streams/remote-writable.js';
import { nextOf } from '../support/test-connection.js';
import { openAt, startReconnecting, until } from '../support/test-reconnecting.js';
import { DOWNLOAD, messagesOf, sent, TRANSFER, UPLOAD } from '../support/test-streams.js';

describe('streams of a connection that comes back', () => {
  it('break off, and are not opened again', async () => {
    const { connection, daemons, peer } = await startReconnecting({ retryReads: true });
    const session = sessionOf(connection);
    const open = new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER));
    peer.deliver(messagesOf(await nextOf(peer, DOWNLOAD)).opened());
    const opening = new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER));
    await nextOf(peer, DOWNLOAD);
    const ends = Promise.allSettled([finished(open), finished(opening)]);
    peer.lose();
    const broken = { status: 'rejected', reason: { name: 'ConnectionError', sent: true } };
    expect(await ends).toMatchObject([broken, broken]);
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    await turn();
    expect(next.received).toEqual([]);
  });

  it('that are asked for meanwhile wait, with what is written to them', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const stream = new RemoteWritable(openingOf(sessionOf(connection), UPLOAD, TRANSFER));
    stream.write('hello');
    stream.end();
    const next = daemons.start();
    await openAt(next);
    const say = messagesOf(await nextOf(next, UPLOAD));
    next.deliver(say.opened());
    expect(sent(await next.next())).toBe('data 5');
    expect(sent(await next.next())).toBe('finish');
    next.deliver(say.ok());
    await finished(stream);
  });

  it('that are asked for meanwhile can be destroyed, and are not opened then', async () => {
    const { connection, daemons, peer } = await startReconnecting();
    peer.lose();
    const stream = new RemoteWritable(openingOf(sessionOf(connection), UPLOAD, TRANSFER, { timeout: 100_000 }));
    const written = new Promise((resolve) => stream.write('hello', resolve));
    stream.destroy();
    expect(await written).toMatchObject({ code: 'ERR_STREAM_DESTROYED' });
    const next = daemons.start();
    await openAt(next);
    await until(connection, 'reopened');
    await turn();
    expect(next.received).toEqual([]);
  });

  it('that are asked for meanwhile wait no longer than they may', async () => {
    const { connection, peer } = await startReconnecting();
    peer.lose();
    const session = sessionOf(connection);
    const late = new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER, { timeout: 5 }));
    await expect(finished(late)).rejects.toMatchObject({ name: 'TimeoutError', sent: false });
    const controller = new AbortController();
    const aborted = new RemoteReadable(openingOf(session, DOWNLOAD, TRANSFER, { signal: controller.signal }));
    controller.abort();
    await expect(finished(aborted)).rejects.toMatchObject({ name: 'AbortError', sent: false });
  });

  it('that are asked for meanwhile fail at once where calls do', async () => {
    const { connection, peer } = await startReconnecting({ whileLost: 'fail' });
    peer.lose();
    const stream = new RemoteReadable(openingOf(sessionOf(connection), DOWNLOAD, TRANSFER));
    await expect(finished(stream)).rejects.toMatchObject({ name: 'ConnectionError', sent: false });
  });
});
