import { once } from 'node:events';
import { expect, it } from 'vitest';
import { ConnectCloseReason, ConnectionError, ProtocolError } from '../../src/index.js';
import {
  VIR_NET_CALL,
  VIR_NET_CONTINUE,
  VIR_NET_MESSAGE,
  VIR_NET_OK,
  VIR_NET_REPLY,
  VIR_NET_REPLY_WITH_FDS,
  VIR_NET_STREAM,
  VIR_NET_STREAM_HOLE,
  type virNetMessageHeader,
} from '../../src/protocol/generated/net/index.js';
import { PROGRAM, procedures } from '../../src/protocol/generated/remote/index.js';
import { type Codec, xdrVoid } from '../../src/protocol/xdr/codec.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { fakeDaemon, hostnameReply } from '../support/integration-fake-daemon.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';
import { encode } from '../support/test-peer.js';

const folder = useFolder();

type Header = virNetMessageHeader;

function word(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A frame like the reply to this call, but for what is wrong with it. */
const like = (header: Header, change: Partial<Record<keyof Header, number>>, nfds = 0): Uint8Array => {
  const ok = { ...header, type: VIR_NET_REPLY, status: VIR_NET_OK } as const;
  return encode({ ...ok, ...change } as Header, xdrVoid, undefined, nfds);
};

/** The same, with words that no writer of this library's would write. */
const withWord = (header: Header, at: number, value: number): Uint8Array => {
  const bytes = Buffer.from(hostnameReply(header));
  bytes.writeUInt32BE(value, at);
  return bytes;
};

const LOOKUP = procedures.DOMAIN_LOOKUP_BY_NAME;
const lifecycle = procedures.CONNECT_EVENT_CONNECTION_CLOSED;

/** What a daemon must not answer, and what the error says that it has seen. */
const WRONG: [string, (header: Header) => Uint8Array, string][] = [
  ['a length of 27', () => word(27), 'a frame announced a length of 27, which must be from 28 to 33554436'],
  ['a length of 33,554,437', () => word(33_554_437), 'a frame announced a length of 33554437, which must be'],
  ['a length of 4 GiB', () => word(0xffff_ffff), 'a frame announced a length of 4294967295'],
  ['another program', (header) => like(header, { prog: 0x2000_8087 }), 'is of procedure 59 of program 0x20008087'],
  ['another version', (header) => like(header, { vers: 2 }), 'of program 0x20008086 version 2'],
  ['another procedure', (header) => like(header, { proc: LOOKUP.number }), 'CONNECT_GET_HOSTNAME, is of procedure 23'],
  ['an unknown type', (header) => withWord(header, 16, 7), 'a frame has the unknown type 7'],
  ['a negative type', (header) => withWord(header, 16, 0xffff_ffff), 'a frame has the unknown type -1'],
  ['an unknown status', (header) => withWord(header, 24, 9), 'virNetMessageHeader.status'],
  ['a status of streams', (header) => like(header, { status: VIR_NET_CONTINUE }), 'a reply has the status 2'],
  ['a reply to no call', (header) => like(header, { serial: header.serial + 100 }), 'which was not made'],
  ['a reply to call 0', (header) => like(header, { serial: 0 }), 'a reply came to call 0, which was not made'],
  ['the same reply twice', (header) => Buffer.concat([hostnameReply(header), hostnameReply(header)]), 'was not made'],
  [
    '33 descriptors',
    (header) => like(header, { type: VIR_NET_REPLY_WITH_FDS }, 33),
    'a frame announced 33 descriptors',
  ],
  [
    'descriptors that do not come',
    (header) => Buffer.concat([like(header, { type: VIR_NET_REPLY_WITH_FDS }, 2), hostnameReply(header)]),
    '2 descriptors that a message announced did not come with it',
  ],
  ['a call', (header) => like(header, { type: VIR_NET_CALL }), 'the daemon made a call, of procedure 59'],
  ['an empty reply', (header) => like(header, {}), 'remote_connect_get_hostname_ret.hostname'],
  [
    'a reply with something behind it',
    (header) => {
      const bytes = Buffer.concat([hostnameReply(header), Buffer.alloc(4)]);
      bytes.writeUInt32BE(bytes.length);
      return bytes;
    },
    'remote_connect_get_hostname_ret',
  ],
  ['a string that is longer than its message', (header) => withWord(header, 28, 4_194_304), 'ret.hostname'],
  ['a string that is too long', (header) => withWord(header, 28, 4_194_305), 'ret.hostname'],
];

it.each(WRONG)('%s ends the connection, and the error says what was seen', async (_, answer, message) => {
  const connection = await open(await fakeDaemon(folder, answer));
  const closing = once(connection, 'close') as Promise<[Error, ConnectCloseReason]>;
  // The second call is on its way, too, when the first is answered.
  const calls = [connection.getHostname(), connection.getType()].map((call) => call.catch((error: unknown) => error));
  const [why, reason] = await closing;
  expect(why).toBeInstanceOf(ProtocolError);
  expect(why).toMatchObject({ code: 'ERR_LIBVIRT_PROTOCOL' });
  expect(why.message).toContain(message);
  expect(reason).toBe(ConnectCloseReason.ERROR);
  const [first, second] = await Promise.all(calls);
  for (const error of [first, second]) {
    // The call whose reply was wrong may be told so itself; and one may have had its reply.
    if (typeof error === 'string' || error === why) continue;
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ sent: true, cause: why });
  }
  await expect(connection.getHostname()).rejects.toMatchObject({ name: 'ConnectionError', sent: false, cause: why });
});

const plain = (header: Partial<Header>, codec: Codec<never> = xdrVoid as Codec<never>, value?: unknown): Uint8Array =>
  encode(
    { prog: PROGRAM, vers: 1, proc: 1, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK, ...header },
    codec,
    value as never,
  );

/** What the C client reads past, and so does this one. */
const HARMLESS: [string, () => Uint8Array][] = [
  ['an event that nobody wants', () => plain({ proc: procedures.DOMAIN_EVENT_LIFECYCLE.number })],
  ['an event that does not exist', () => plain({ proc: 9999 })],
  ['an event of a program that does not exist', () => plain({ prog: 0x1234 })],
  ['an event of another version', () => plain({ proc: lifecycle.number, vers: 2 })],
  ['data of a stream that is not open', () => plain({ type: VIR_NET_STREAM, status: VIR_NET_CONTINUE, serial: 77 })],
  ['a hole in a stream that is not open', () => plain({ type: VIR_NET_STREAM_HOLE, status: VIR_NET_CONTINUE })],
  ['a keepalive message that does not exist', () => plain({ prog: 0x6b65_6570, proc: 3 })],
  ['an answer to a question that was not asked', () => plain({ prog: 0x6b65_6570, proc: 2 })],
];

it.each(HARMLESS)('%s is read past', async (_, message) => {
  const answer = (header: Header) => Buffer.concat([message(), hostnameReply(header), message()]);
  const connection = await open(await fakeDaemon(folder, answer));
  expect(await connection.getHostname()).toBe('fake');
  expect(await connection.getHostname()).toBe('fake');
  expect(connection.isAlive()).toBe(true);
});

it.each(FD_TRANSPORTS)('over %s, an answer is read in whatever pieces it comes', async (fdTransport) => {
  const uri = await fakeDaemon(folder, (header, socket) => {
    const bytes = hostnameReply(header);
    const rest = [...bytes].map((_, i) => bytes.subarray(i, i + 1));
    const next = (): void => {
      const piece = rest.shift();
      if (piece !== undefined) socket.write(piece, () => setImmediate(next));
    };
    next();
    return null;
  });
  const connection = await open(uri, { fdTransport });
  expect(await connection.getHostname()).toBe('fake');
});

it('a daemon that has lost its hypervisor is not asked any more', async () => {
  const uri = await fakeDaemon(folder, () =>
    plain({ proc: lifecycle.number }, lifecycle.msg as Codec<never>, { reason: 2 }),
  );
  const connection = await open(uri);
  await expect(connection.getHostname()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST', sent: true });
  expect(connection.isAlive()).toBe(false);
});

it('a connection that ends within a message says how much of it had come', async () => {
  const uri = await fakeDaemon(folder, (header, socket) => {
    socket.end(hostnameReply(header).subarray(0, 30));
    return null;
  });
  const connection = await open(uri);
  await expect(connection.getHostname()).rejects.toThrow(
    'the daemon closed the connection in the middle of a message, after 30 bytes of it',
  );
});
