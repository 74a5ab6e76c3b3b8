import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { RemoteError } from '../../src/errors.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { Session } from '../../src/rpc/session.js';
import { dialUnix } from '../../src/transport/choose.js';
import { useDaemon, useFolder } from '../support/integration-daemon.js';
import { Tap } from '../support/integration-tap.js';
import { TestPeer } from '../support/test-peer.js';

const daemon = useDaemon();
const folder = useFolder();

const {
  AUTH_LIST,
  CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY,
  CONNECT_GET_CAPABILITIES,
  CONNECT_GET_HOSTNAME,
  CONNECT_LIST_ALL_DOMAINS,
  CONNECT_OPEN,
  DOMAIN_CREATE_XML,
  DOMAIN_EVENT_CALLBACK_LIFECYCLE,
  DOMAIN_GET_XML_DESC,
  DOMAIN_LOOKUP_BY_ID,
  DOMAIN_LOOKUP_BY_NAME,
} = procedures;

const DOM = { name: 'test', uuid: Buffer.from('6695eb01f6a4830479aa97f2502e193f', 'hex'), id: 1 };
const XML = `<domain type='test'><name>new</name><uuid>11111111-2222-3333-4444-555555555555</uuid><memory>1024</memory>
  <os><type>hvm</type></os></domain>`;

/** What is said: each call waits for the reply to the one before. Replies, errors and events come back. */
const CALLS: readonly ((session: Session) => Promise<unknown>)[] = [
  (session) => session.call(AUTH_LIST, undefined),
  (session) => session.call(CONNECT_OPEN, { name: 'test:///default', flags: 0 }),
  (session) => session.call(CONNECT_GET_HOSTNAME, undefined),
  (session) => session.call(CONNECT_GET_CAPABILITIES, undefined),
  (session) => session.call(CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, { eventID: 0, dom: null }),
  (session) => session.call(DOMAIN_CREATE_XML, { xml_desc: XML, flags: 0 }),
  (session) => session.call(DOMAIN_CREATE_XML, { xml_desc: '<domain', flags: 0 }),
  (session) => session.call(DOMAIN_LOOKUP_BY_NAME, { name: 'test' }),
  (session) => session.call(DOMAIN_LOOKUP_BY_NAME, { name: 'none' }),
  (session) => session.call(DOMAIN_LOOKUP_BY_ID, { id: 77 }),
  (session) => session.call(DOMAIN_GET_XML_DESC, { dom: DOM, flags: 0 }),
  (session) => session.call(CONNECT_LIST_ALL_DOMAINS, { need_results: 1, flags: 0 }),
];

interface Heard {
  readonly outcomes: unknown[];
  readonly events: unknown[];
}

/** Whatever a call comes to, in a form that can be compared. */
function outcome(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    (value) => ({ value }),
    (error: unknown) => ({ ...(error as RemoteError), message: (error as RemoteError).message }),
  );
}

function listen(session: Session): unknown[] {
  const events: unknown[] = [];
  session.on(DOMAIN_EVENT_CALLBACK_LIFECYCLE, (event) => events.push(event));
  return events;
}

async function record(): Promise<{ heard: Heard; bytes: Buffer }> {
  const tap = await Tap.start(folder, daemon().socket, 'recorded.sock');
  const transport = await dialUnix(tap.path, { fdTransport: 'none', signal: undefined });
  const session = new Session(transport, { maxInFlight: 1 });
  const events = listen(session);
  const outcomes: unknown[] = [];
  for (const call of CALLS) outcomes.push(await outcome(call(session)));
  while (events.length === 0) await delay(5);
  session.end(null);
  await tap.close();
  return { heard: { outcomes, events }, bytes: Buffer.concat(tap.received) };
}

/** Says the same again to a peer that answers with what was recorded, in these pieces. */
async function replay(pieces: Iterable<Buffer>): Promise<Heard> {
  const peer = new TestPeer();
  onTestFinished(() => peer.close());
  const session = new Session(peer.transport, { maxInFlight: CALLS.length });
  const events = listen(session);
  const outcomes = Promise.all(CALLS.map((call) => outcome(call(session))));
  while (peer.received.length < CALLS.length) await turn();
  for (const piece of pieces) peer.deliver(piece);
  const heard = { outcomes: await outcomes, events };
  expect(session.open).toBe(true);
  return heard;
}

function* split(bytes: Buffer, length: () => number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; ) {
    const piece = bytes.subarray(at, at + length());
    at += piece.length;
    yield piece;
  }
}

describe('a conversation with a real daemon', () => {
  let recorded: Awaited<ReturnType<typeof record>>;
  beforeAll(async () => {
    recorded = await record();
  });

  it('has replies, errors and events', () => {
    const { outcomes, events } = recorded.heard;
    expect(outcomes[0]).toEqual({ value: { types: [0] } });
    expect(outcomes[6]).toMatchObject({ code: 'VIR_ERR_XML_DETAIL' });
    expect(outcomes[7]).toMatchObject({ value: { dom: { name: 'test', id: 1 } } });
    expect(outcomes[8]).toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    expect(outcomes[10]).toMatchObject({ value: { xml: expect.stringContaining('<name>test</name>') } });
    expect(outcomes[11]).toMatchObject({ value: { ret: 2, domains: [{}, {}] } });
    expect(events.map((event) => (event as { msg: { dom: { name: string } } }).msg.dom.name)).toEqual(['new']);
    expect(recorded.bytes.length).toBeGreaterThan(3000);
  });

  it('is understood the same when it comes whole', async () => {
    expect(await replay([recorded.bytes])).toEqual(recorded.heard);
  });

  it('is understood the same when it comes byte by byte', async () => {
    expect(await replay(split(recorded.bytes, () => 1))).toEqual(recorded.heard);
  });

  it.each([2, 3, 5, 7, 11, 13, 17, 19, 23, 29])(
    'is understood the same when it comes in random pieces: %i',
    async (seed) => {
      let state = seed;
      const length = (): number => {
        state = (state * 48_271) % 2_147_483_647;
        // Mostly of the size of a header, sometimes of several messages.
        return 1 + (state % (state % 5 === 0 ? 2000 : 40));
      };
      expect(await replay(split(recorded.bytes, length))).toEqual(recorded.heard);
    },
  );
});
