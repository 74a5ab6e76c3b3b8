import { onTestFinished } from 'vitest';
import { frameHead } from '../../src/protocol/frame.js';
import {
  types,
  VIR_NET_CONTINUE,
  VIR_NET_ERROR,
  VIR_NET_OK,
  VIR_NET_REPLY,
  VIR_NET_STREAM,
  VIR_NET_STREAM_HOLE,
  type virNetMessageStatus,
} from '../../src/protocol/generated/net/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { Session } from '../../src/rpc/session.js';
import type { Stream, StreamSink } from '../../src/rpc/stream.js';
import { encode, type Received, TestPeer } from './test-peer.js';

export const { STORAGE_VOL_DOWNLOAD: DOWNLOAD, STORAGE_VOL_UPLOAD: UPLOAD, DOMAIN_OPEN_CONSOLE: CONSOLE } = procedures;

const VOL = { pool: 'p', name: 'v', key: '/v' };
export const TRANSFER = { vol: VOL, offset: 0n, length: 0n, flags: 0 };
export const DEVICE = { dom: { name: 'd', uuid: new Uint8Array(16), id: 1 }, dev_name: null, flags: 0 };

/** What a daemon says of a stream: the messages, as they travel. */
export function messagesOf(opening: Received): {
  opened(): Uint8Array;
  data(bytes: Uint8Array | string): Uint8Array;
  hole(length: bigint): Uint8Array;
  end(): Uint8Array;
  ok(): Uint8Array;
  error(fields?: object): Uint8Array;
} {
  const message = (status: virNetMessageStatus, payload: Uint8Array): Uint8Array =>
    Buffer.concat([frameHead({ ...opening.header, type: VIR_NET_STREAM, status }, payload.length), payload]);
  return {
    opened: () => Buffer.from(frameHead({ ...opening.header, type: VIR_NET_REPLY, status: VIR_NET_OK }, 0)),
    data: (bytes) => message(VIR_NET_CONTINUE, Buffer.from(bytes)),
    hole: (length) =>
      encode({ ...opening.header, type: VIR_NET_STREAM_HOLE, status: VIR_NET_CONTINUE }, types.virNetStreamHole, {
        length,
        flags: 0,
      }),
    end: () => message(VIR_NET_CONTINUE, new Uint8Array(0)),
    ok: () => message(VIR_NET_OK, new Uint8Array(0)),
    error: (fields = {}) => {
      const none = { dom: null, str1: null, str2: null, str3: null, int1: -1, int2: -1, net: null };
      const error = { code: 38, domain: 18, message: 'no space', level: 2, ...none, ...fields };
      return encode(
        { ...opening.header, type: VIR_NET_STREAM, status: VIR_NET_ERROR },
        types.virNetMessageError,
        error,
      );
    },
  };
}

/** A sink that writes down what it was told. */
export class TestSink implements StreamSink {
  readonly told: string[] = [];
  error: Error | null = null;
  bytes = 0;

  opened(): void {
    this.told.push('opened');
  }

  data(bytes: Buffer): void {
    this.bytes += bytes.length;
    const text = bytes.length > 1000 ? '' : bytes.toString('latin1');
    const last = this.told.at(-1);
    // However it was cut up.
    if (last?.startsWith('data ')) this.told[this.told.length - 1] = last + text;
    else this.told.push(`data ${text}`);
  }

  hole(length: bigint): void {
    this.told.push(`hole ${length}`);
  }

  end(): void {
    this.told.push('end');
  }

  finished(): void {
    this.told.push('finished');
  }

  failed(error: Error): void {
    this.told.push('failed');
    this.error = error;
  }
}

export interface Opened {
  readonly peer: TestPeer;
  readonly session: Session;
  readonly sink: TestSink;
  readonly stream: Stream;
  readonly opening: Received;
  readonly say: ReturnType<typeof messagesOf>;
}

/** A stream that the peer has been asked to open, and has not opened. */
export async function opening(
  options: { sparse?: boolean; maxInFlight?: number; timeout?: number; callTimeout?: number } = {},
): Promise<Opened> {
  const { maxInFlight = 4, callTimeout = null, ...rest } = options;
  const peer = new TestPeer();
  const session = new Session(peer.transport, { maxInFlight });
  session.limit.timeout = callTimeout;
  onTestFinished(() => session.end(null));
  const sink = new TestSink();
  const stream = session.openStream(DOWNLOAD, TRANSFER, sink, rest);
  const received = await peer.next();
  return { peer, session, sink, stream, opening: received, say: messagesOf(received) };
}

/** A stream that is open. */
export async function opened(
  options: { sparse?: boolean; maxInFlight?: number; callTimeout?: number } = {},
): Promise<Opened> {
  const it = await opening(options);
  it.peer.deliver(it.say.opened());
  return it;
}

/** What was sent of a stream: `data` and its length, `hole`, `finish`, `abort`. */
export function sent({ header, payload }: Received): string {
  if (header.type === VIR_NET_STREAM_HOLE) return `hole ${types.virNetStreamHole.decode(payload).length}`;
  if (header.type !== VIR_NET_STREAM) return `call ${header.proc}`;
  if (header.status === VIR_NET_OK) return 'finish';
  return header.status === VIR_NET_ERROR ? 'abort' : `data ${payload.length}`;
}
