import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/errors.js';
import { beginFrame, endFrame, type Frame, MAX_FRAME, MIN_FRAME } from '../../src/protocol/frame.js';
import { FrameDecoder } from '../../src/protocol/frame-decoder.js';
import {
  VIR_NET_CALL,
  VIR_NET_MESSAGE,
  VIR_NET_OK,
  VIR_NET_REPLY,
  VIR_NET_REPLY_WITH_FDS,
  VIR_NET_STREAM,
  type virNetMessageHeader,
} from '../../src/protocol/generated/net/index.js';
import { XdrWriter } from '../../src/protocol/xdr/writer.js';

function header(type: virNetMessageHeader['type'], serial: number): virNetMessageHeader {
  return { prog: 0x20008086, vers: 1, proc: 60, type, serial, status: VIR_NET_OK };
}

function frame(type: virNetMessageHeader['type'], serial: number, payload: Uint8Array, nfds = 0): Buffer {
  const writer = new XdrWriter('');
  const start = beginFrame(writer, header(type, serial), nfds);
  writer.append(payload);
  endFrame(writer, start);
  return Buffer.from(writer.written());
}

interface Seen {
  readonly frames: { serial: number; type: number; payload: string; fds: readonly number[] }[];
  readonly stray: number[];
}

function decoder(): { decoder: FrameDecoder; seen: Seen } {
  const seen: Seen = { frames: [], stray: [] };
  const sink = {
    frame: ({ header: { serial, type }, bytes, start, end, fds }: Frame) => {
      seen.frames.push({ serial, type, payload: bytes.toString('hex', start, end), fds });
    },
    stray: (fds: readonly number[]) => {
      seen.stray.push(...fds);
    },
  };
  return { decoder: new FrameDecoder(sink), seen };
}

/** Byte by byte, in random pieces, whole: however a conversation comes, it says the same. */
const splits: [string, (bytes: Buffer) => Buffer[]][] = [
  ['whole', (bytes) => [bytes]],
  ['byte by byte', (bytes) => Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))],
  ...Array.from({ length: 20 }, (_, seed): [string, (bytes: Buffer) => Buffer[]] => [
    `in random pieces ${seed}`,
    (bytes) => {
      const pieces: Buffer[] = [];
      let state = seed * 7919 + 1;
      for (let at = 0; at < bytes.length; ) {
        state = (state * 48271) % 2147483647;
        const next = Math.min(at + 1 + (state % 90), bytes.length);
        pieces.push(bytes.subarray(at, next));
        at = next;
      }
      return pieces;
    },
  ]),
];

const CONVERSATION = Buffer.concat([
  frame(VIR_NET_REPLY, 1, new Uint8Array(0)),
  frame(VIR_NET_MESSAGE, 0, Uint8Array.of(0, 0, 0, 7)),
  frame(VIR_NET_STREAM, 9, Buffer.from('raw bytes, of any length')),
  frame(VIR_NET_REPLY, 2, new Uint8Array(300_000).fill(5)),
  frame(VIR_NET_REPLY_WITH_FDS, 3, Uint8Array.of(1, 2, 3, 4), 0),
  frame(VIR_NET_CALL, 4, Uint8Array.of(0, 0, 0, 1)),
]);

describe('a conversation', () => {
  const expected = decoder();
  expected.decoder.push(CONVERSATION);

  it('has its six messages', () => {
    expect(expected.seen.frames.map(({ serial }) => serial)).toEqual([1, 0, 9, 2, 3, 4]);
    expect(expected.seen.frames[1]?.payload).toBe('00000007');
    expect(expected.seen.frames[4]?.payload).toBe('01020304');
  });

  it.each(splits)('is the same %s', (_, split) => {
    const { decoder: d, seen } = decoder();
    for (const piece of split(CONVERSATION)) d.push(Buffer.from(piece));
    expect(seen).toEqual(expected.seen);
    expect(d.unfinished).toBe(0);
  });

  it('that ends early, anywhere, has the messages before, and the beginning of one more', () => {
    const ends = [0];
    for (let at = 0; at < CONVERSATION.length; ) {
      at += CONVERSATION.readUInt32BE(at);
      ends.push(at);
    }
    // Around each end byte by byte, and now and then within the long message.
    const places = Array.from({ length: CONVERSATION.length + 1 }, (_, length) => length).filter(
      (length) => length % 4093 === 0 || ends.some((end) => Math.abs(end - length) < 40),
    );
    for (const length of places) {
      const { decoder: d, seen } = decoder();
      d.push(Buffer.from(CONVERSATION.subarray(0, length)));
      const whole = ends.filter((end) => end <= length);
      expect(seen.frames).toEqual(expected.seen.frames.slice(0, whole.length - 1));
      expect(d.unfinished).toBe(length - Math.max(...whole));
      d.end();
      expect(seen.stray).toEqual([]);
    }
  });

  it('tells how much of a message is missing its end', () => {
    const { decoder: d, seen } = decoder();
    d.push(CONVERSATION.subarray(0, MIN_FRAME + 10));
    expect(seen.frames).toHaveLength(1);
    expect(d.unfinished).toBe(10);
  });
});

describe('descriptors', () => {
  const bytes = frame(VIR_NET_REPLY_WITH_FDS, 5, Uint8Array.of(0, 0, 0, 9), 2);

  it.each(splits)('come after their message, which comes %s', (_, split) => {
    const { decoder: d, seen } = decoder();
    for (const piece of split(bytes)) d.push(piece);
    expect(seen.frames).toEqual([]);
    d.pushDescriptors([40]);
    expect(seen.frames).toEqual([]);
    d.pushDescriptors([41]);
    expect(seen.frames).toEqual([{ serial: 5, type: VIR_NET_REPLY_WITH_FDS, payload: '00000009', fds: [40, 41] }]);
  });

  it('that a daemon sends back unannounced are stray, and the next message is read', () => {
    const { decoder: d, seen } = decoder();
    d.push(frame(VIR_NET_REPLY, 1, new Uint8Array(0)));
    d.pushDescriptors([50]);
    d.pushDescriptors([51]);
    d.push(frame(VIR_NET_REPLY, 2, new Uint8Array(0)));
    expect(seen.stray).toEqual([50, 51]);
    expect(seen.frames.map(({ serial }) => serial)).toEqual([1, 2]);
  });

  it('in the middle of a message end it', () => {
    const { decoder: d, seen } = decoder();
    d.push(bytes.subarray(0, 10));
    expect(() => d.pushDescriptors([60])).toThrow(ProtocolError);
    expect(seen.stray).toEqual([60]);
  });

  it('that do not come where they were announced end it', () => {
    const { decoder: d, seen } = decoder();
    d.push(bytes);
    d.pushDescriptors([70]);
    expect(() => d.push(bytes)).toThrow('1 descriptors that a message announced did not come');
    d.end();
    expect(seen.stray).toEqual([70]);
  });

  it('that come two with a byte end it', () => {
    const { decoder: d, seen } = decoder();
    d.push(bytes);
    expect(() => d.pushDescriptors([80, 81])).toThrow('2 descriptors came with one byte');
    expect(seen.stray).toEqual([80, 81]);
  });
});

describe('what no message can be', () => {
  const lengths = [0, 4, MIN_FRAME - 1, MAX_FRAME + 1, 0x80000000, 0xffffffff];

  it.each(lengths)('a length of %i', (length) => {
    const word = Buffer.alloc(4);
    word.writeUInt32BE(length);
    expect(() => decoder().decoder.push(word)).toThrow(`announced a length of ${length}`);
    const { decoder: d } = decoder();
    d.push(word.subarray(0, 3));
    expect(() => d.push(word.subarray(3))).toThrow(ProtocolError);
  });

  it('an unknown type', () => {
    const bytes = frame(VIR_NET_REPLY, 1, new Uint8Array(0));
    bytes.writeInt32BE(7, 16);
    expect(() => decoder().decoder.push(bytes)).toThrow('unknown type 7');
  });

  it('an unknown status', () => {
    const bytes = frame(VIR_NET_REPLY, 1, new Uint8Array(0));
    bytes.writeInt32BE(3, 24);
    expect(() => decoder().decoder.push(bytes)).toThrow(ProtocolError);
  });

  it('33 descriptors', () => {
    const bytes = frame(VIR_NET_REPLY_WITH_FDS, 1, new Uint8Array(0), 33);
    expect(() => decoder().decoder.push(bytes)).toThrow('announced 33 descriptors');
  });

  it('a message with descriptors that ends before their number', () => {
    const bytes = Buffer.from(frame(VIR_NET_REPLY_WITH_FDS, 1, new Uint8Array(0), 1).subarray(0, MIN_FRAME));
    bytes.writeUInt32BE(MIN_FRAME, 0);
    expect(() => decoder().decoder.push(bytes)).toThrow(ProtocolError);
  });

  it('more than has come, in memory', () => {
    const { decoder: d } = decoder();
    const head = Buffer.alloc(64);
    head.writeUInt32BE(MAX_FRAME, 0);
    const before = process.memoryUsage().arrayBuffers;
    d.push(head);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
  });
});

it('refuses to write a message that is longer than a daemon takes', () => {
  const writer = new XdrWriter('');
  const start = beginFrame(writer, header(VIR_NET_CALL, 1), 0);
  writer.append(new Uint8Array(MAX_FRAME));
  expect(() => endFrame(writer, start)).toThrow(RangeError);
});
