import { fstatSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ProtocolError, RemoteError, TimeoutError, UnsupportedError } from '../../src/errors.js';
import {
  VIR_NET_CALL,
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_ERROR,
  VIR_NET_REPLY_WITH_FDS,
} from '../../src/protocol/generated/net/index.js';
import { xdrVoid } from '../../src/protocol/xdr/codec.js';
import { encode } from '../support/test-peer.js';
import { CREATE, DOM, HOSTNAME, openDescriptors, start, WITH_FILES } from '../support/test-session.js';

const NULL = openSync('/dev/null', 'r');

describe('descriptors', () => {
  it('leave as duplicates, after their call and before anything else', async () => {
    const { peer, session } = start();
    const before = session.call(HOSTNAME, undefined);
    const call = session.callCarrying(WITH_FILES, CREATE, [NULL, NULL]);
    const after = session.call(HOSTNAME, undefined);
    const first = await peer.next();
    const received = await peer.next();
    const last = await peer.next();
    expect(received.header.type).toBe(VIR_NET_CALL_WITH_FDS);
    expect(received.fds).toHaveLength(2);
    expect(received.fds).not.toContain(NULL);
    peer.reply(received, WITH_FILES, { dom: DOM });
    peer.reply(first, HOSTNAME, { hostname: 'h' });
    peer.reply(last, HOSTNAME, { hostname: 'h' });
    await Promise.all([before, call, after]);
  });

  it('of which one is not open cost nothing', async () => {
    const { peer, session } = start();
    const before = openDescriptors();
    await expect(session.callCarrying(WITH_FILES, CREATE, [NULL, 99999])).rejects.toThrow();
    expect(openDescriptors()).toBe(before);
    await turn();
    expect(peer.received).toEqual([]);
  });

  it('of calls that wait are closed when the calls are given up, or the connection is lost', async () => {
    const { peer, session } = start(1);
    const first = session.call(HOSTNAME, undefined);
    await turn();
    const before = openDescriptors();
    const calls = [
      session.callCarrying(WITH_FILES, CREATE, [NULL, NULL], { timeout: 5 }),
      session.callCarrying(WITH_FILES, CREATE, [NULL, NULL, NULL]),
    ];
    expect(openDescriptors()).toBe(before + 5);
    await expect(calls[0]).rejects.toBeInstanceOf(TimeoutError);
    expect(openDescriptors()).toBe(before + 3);
    peer.lose();
    await expect(calls[1]).rejects.toMatchObject({ sent: false });
    await expect(first).rejects.toMatchObject({ sent: true });
    expect(openDescriptors()).toBe(before);
  });

  it('come with the reply', async () => {
    const { peer, session } = start();
    const call = session.callWithFds(WITH_FILES, CREATE, []);
    peer.reply(await peer.next(), WITH_FILES, { dom: DOM }, [70, 71]);
    expect(await call).toEqual({ value: { dom: DOM }, fds: [70, 71] });
  });

  it('that nobody asked for are closed, whether announced or echoed', async () => {
    const { peer, session } = start();
    const call = session.callCarrying(WITH_FILES, CREATE, [NULL]);
    const fds = [openSync('/dev/null', 'r'), openSync('/dev/null', 'r')];
    peer.fail(await peer.next(), { code: 39, message: 'authentication required' });
    peer.descriptors([fds[0] as number]);
    await expect(call).rejects.toBeInstanceOf(RemoteError);
    const next = session.call(HOSTNAME, undefined);
    peer.reply(await peer.next(), HOSTNAME, { hostname: 'h' }, [fds[1] as number]);
    await next;
    for (const fd of fds) expect(() => fstatSync(fd)).toThrow('EBADF');
    expect(session.open).toBe(true);
  });

  it('are closed once where what they came with cannot be read, since another file may have their number by then', async () => {
    const { peer, session } = start();
    const call = session.callWithFds(WITH_FILES, CREATE, []);
    const { header } = await peer.next();
    const fd = openSync('/dev/null', 'r');
    const reply = { ...header, type: VIR_NET_REPLY_WITH_FDS, status: VIR_NET_ERROR } as const;
    peer.deliver(encode(reply, xdrVoid, undefined, 1));
    peer.descriptors([fd]);
    expect(peer.released).toBe(1);
    await expect(call).rejects.toBeInstanceOf(ProtocolError);
    expect(await session.ended).toBeInstanceOf(ProtocolError);
  });

  it('are refused, with the reason, where the transport carries none', async () => {
    const { peer, session } = start(4, { supportsFds: false });
    const call = session.callCarrying(WITH_FILES, CREATE, [NULL]);
    await expect(call).rejects.toBeInstanceOf(UnsupportedError);
    await expect(call).rejects.toThrow('DOMAIN_CREATE_XML_WITH_FILES cannot carry descriptors: this is a test');
    await expect(session.callWithFds(WITH_FILES, CREATE, [])).rejects.toBeInstanceOf(UnsupportedError);
    const none = session.callCarrying(WITH_FILES, CREATE, []);
    const received = await peer.next();
    expect(received.header.type).toBe(VIR_NET_CALL);
    peer.reply(received, WITH_FILES, { dom: DOM });
    await none;
  });
});
