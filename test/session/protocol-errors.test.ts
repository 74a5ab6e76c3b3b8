import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.js';
import {
  VIR_NET_CALL,
  VIR_NET_CONTINUE,
  VIR_NET_MESSAGE,
  VIR_NET_OK,
  VIR_NET_REPLY,
  VIR_NET_STREAM,
} from '../../src/protocol/generated/net/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { xdrVoid } from '../../src/protocol/xdr/codec.js';
import { encode } from '../support/test-peer.js';
import { DOM, HOSTNAME, start } from '../support/test-session.js';

describe('what breaks the protocol ends the connection', () => {
  const reply = (serial: number, proc = HOSTNAME.number, prog = 0x20008086, vers = 1) =>
    encode({ prog, vers, proc, type: VIR_NET_REPLY, serial, status: VIR_NET_OK }, xdrVoid, undefined);

  it.each<[string, Uint8Array, string]>([
    ['a reply to no call', reply(9), 'a reply came to call 9, which was not made'],
    ['a reply of another procedure', reply(1, 5), 'CONNECT_GET_HOSTNAME, is of procedure 5'],
    ['a reply of another program', reply(1, HOSTNAME.number, 0x1234), 'program 0x1234'],
    ['a reply of another version', reply(1, HOSTNAME.number, 0x20008086, 2), 'version 2'],
    ['a reply that is too short', reply(1), 'remote_connect_get_hostname_ret.hostname: needs 4 bytes'],
    [
      'a call',
      encode({ prog: 1, vers: 1, proc: 77, type: VIR_NET_CALL, serial: 1, status: VIR_NET_OK }, xdrVoid, undefined),
      'the daemon made a call, of procedure 77',
    ],
    ['no length', Uint8Array.of(0, 0, 0, 0), 'announced a length of 0'],
    [
      'an event that is none',
      encode(
        { prog: 0x20008086, vers: 1, proc: 362, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK },
        xdrVoid,
        undefined,
      ),
      'remote_connect_event_connection_closed_msg.reason',
    ],
  ])('%s', async (_, bytes, message) => {
    const { peer, session } = start();
    session.on(procedures.CONNECT_EVENT_CONNECTION_CLOSED, () => {});
    const call = session.call(HOSTNAME, undefined).catch((e: unknown) => e);
    await peer.next();
    peer.deliver(bytes);
    const why = await session.ended;
    expect(why).toBeInstanceOf(ProtocolError);
    expect(why?.message).toContain(message);
    expect(((await call) as Error).message).toContain(message);
    expect(peer.closed).toBe(true);
  });

  it('but not an event or stream data that nobody wants', async () => {
    const { peer, session } = start();
    peer.event(procedures.DOMAIN_EVENT_LIFECYCLE, { dom: DOM, event: 1, detail: 0 });
    peer.deliver(
      encode({ prog: 5, vers: 1, proc: 1, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK }, xdrVoid, undefined),
    );
    const stream = { prog: 0x20008086, vers: 1, proc: 201, type: VIR_NET_STREAM, serial: 3, status: VIR_NET_CONTINUE };
    peer.deliver(encode(stream as Parameters<typeof encode>[0], xdrVoid, undefined));
    expect(session.open).toBe(true);
  });
});
