import { describe, expect, it } from 'vitest';
import { HOSTNAME, start } from '../support/test-session.js';
import { opened } from '../support/test-streams.js';

describe('a session that shall not keep the process alive', () => {
  it('does so while a call has no reply, however that ends', async () => {
    const { peer, session } = start(1);
    session.ref(false);
    expect(peer.holds).toBe(false);
    const [first, second] = [session.call(HOSTNAME, undefined), session.call(HOSTNAME, undefined)];
    expect(peer.holds).toBe(true);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'one' });
    await first;
    expect(peer.holds).toBe(true);
    peer.fail(await peer.next());
    await expect(second).rejects.toThrow();
    expect(peer.holds).toBe(false);
    await expect(session.call(HOSTNAME, undefined, { timeout: 10 })).rejects.toThrow('was not answered');
    // What has been given up is not waited for.
    expect(peer.holds).toBe(false);
    session.end(null);
  });

  it('does so while a stream is open, until the daemon knows that it is over', async () => {
    const { peer, session, stream, say } = await opened();
    session.ref(false);
    expect(peer.holds).toBe(true);
    stream.finish();
    expect(peer.holds).toBe(true);
    peer.deliver(say.ok());
    expect(peer.holds).toBe(false);
  });

  it('does so from the start, and again when it is asked to', async () => {
    const { peer, session } = start();
    expect(peer.holds).toBe(true);
    session.ref(false);
    session.ref(true);
    const call = session.call(HOSTNAME, undefined);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'one' });
    await call;
    expect(peer.holds).toBe(true);
    session.end(null);
  });
});
