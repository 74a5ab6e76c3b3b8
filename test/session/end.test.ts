import { fstatSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../src/errors.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { HOSTNAME, LOOKUP, start } from '../support/test-session.js';

describe('the end', () => {
  it('rejects what is pending, and says of each whether it had been sent', async () => {
    const { peer, session } = start(1);
    const sent = session.call(HOSTNAME, undefined);
    const queued = session.call(LOOKUP, { name: 'x' });
    await peer.next();
    peer.lose(new Error('ECONNRESET'));
    const error = (await sent.catch((e: unknown) => e)) as ConnectionError;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(
      'CONNECT_GET_HOSTNAME has no reply: the connection failed: ECONNRESET; it may have taken effect',
    );
    expect(error.code).toBe('ERR_LIBVIRT_CONNECTION_LOST');
    await expect(queued).rejects.toMatchObject({ sent: false, code: 'ERR_LIBVIRT_CONNECTION_LOST' });
    await expect(session.call(HOSTNAME, undefined)).rejects.toMatchObject({ sent: false });
    expect(await session.ended).toBeInstanceOf(ConnectionError);
    expect(peer.closed).toBe(true);
  });

  it('in order tells the daemon, and waits for its answer', async () => {
    const { peer, session } = start(1);
    const sent = session.call(HOSTNAME, undefined);
    await peer.next();
    const queued = session.call(HOSTNAME, undefined);
    const closed = session.close(procedures.CONNECT_CLOSE, 60_000);
    await expect(sent).rejects.toMatchObject({ sent: true, code: 'ERR_LIBVIRT_CONNECTION_CLOSED' });
    await expect(queued).rejects.toMatchObject({ sent: false, code: 'ERR_LIBVIRT_CONNECTION_CLOSED' });
    await expect(session.call(HOSTNAME, undefined)).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED' });
    const received = await peer.next();
    expect(received.header.proc).toBe(procedures.CONNECT_CLOSE.number);
    expect(peer.closed).toBe(false);
    peer.reply(received, procedures.CONNECT_CLOSE, undefined);
    await closed;
    expect(peer.closed).toBe(true);
    expect(await session.ended).toBe(null);
  });

  it('closes descriptors that come after it', () => {
    const { peer, session } = start();
    session.end(null);
    const fd = openSync('/dev/null', 'r');
    peer.descriptors([fd]);
    expect(() => fstatSync(fd)).toThrow('EBADF');
    expect(peer.released).toBe(1);
  });

  it('in order does not wait for ever', async () => {
    const { peer, session } = start();
    await session.close(procedures.CONNECT_CLOSE, 5);
    expect(peer.closed).toBe(true);
  });
});
