import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { HOSTNAME } from '../support/test-session.js';
import { messagesOf, type Opened, opened, opening, sent, TestSink, TRANSFER, UPLOAD } from '../support/test-streams.js';

const MiB = 1024 * 1024;

/** What was sent, the pieces of one packet put together. */
async function all({ peer }: Opened): Promise<string[]> {
  for (let i = 0; i < 5; i++) await turn();
  const words: string[] = [];
  for (const message of peer.received.splice(0)) {
    const word = sent(message);
    const [kind, length] = word.split(' ');
    const [lastKind, lastLength] = words.at(-1)?.split(' ') ?? [];
    if (kind === 'data' && lastKind === 'data') words[words.length - 1] = `data ${Number(lastLength) + Number(length)}`;
    else words.push(word);
  }
  return words;
}

describe('what a stream sends', () => {
  it('waits until the stream is open, and then leaves in its order', async () => {
    const it = await opening();
    const left: string[] = [];
    it.stream.write([Buffer.from('one'), Buffer.from('two')], () => left.push('bytes'));
    it.stream.skip(9n, () => left.push('hole'));
    it.stream.finish();
    expect(await all(it)).toEqual([]);
    expect(left).toEqual([]);
    it.peer.deliver(it.say.opened());
    expect(await all(it)).toEqual(['data 6', 'hole 9', 'finish']);
    expect(left).toEqual(['bytes', 'hole']);
    it.peer.deliver(it.say.ok());
    expect(it.sink.told).toEqual(['opened', 'finished']);
  });

  it('goes in packets of 2 MiB at first, and then of 512 KiB, each when the one before has left', async () => {
    const it = await opened();
    let left = false;
    it.peer.writable = false;
    for (const [chunks, packets] of [
      [[MiB], [MiB]],
      [
        [MiB, 2.25 * MiB],
        [2 * MiB, 0.5 * MiB, 0.5 * MiB, 0.25 * MiB],
      ],
      [[0.75 * MiB], [0.5 * MiB, 0.25 * MiB]],
    ] as const) {
      left = false;
      it.stream.write(
        chunks.map((length) => Buffer.alloc(length)),
        () => {
          left = true;
        },
      );
      for (const packet of packets) {
        expect(await all(it)).toEqual([`data ${packet}`]);
        expect(left).toBe(false);
        it.peer.drain(false);
      }
      expect(left).toBe(true);
    }
  });

  it('is not copied', async () => {
    const it = await opened();
    const bytes = Buffer.alloc(MiB);
    const written: Uint8Array[] = [];
    const { transport } = it.peer;
    const write = transport.write.bind(transport);
    transport.write = (chunk, fds) => {
      written.push(chunk);
      return write(chunk, fds);
    };
    it.stream.write([bytes], () => {});
    await turn();
    expect(written.map((chunk) => chunk.buffer === bytes.buffer)).toEqual([false, true]);
  });

  it('lets calls and the answers to pings go first, and other streams in between', async () => {
    const it = await opened();
    const second = it.session.openStream(UPLOAD, TRANSFER, new TestSink());
    const call = await it.peer.next();
    it.peer.deliver(messagesOf(call).opened());
    it.peer.writable = false;
    it.stream.write([Buffer.alloc(3 * MiB)], () => {});
    second.write([Buffer.alloc(2.5 * MiB, 1)], () => {});
    const order: string[] = [];
    const asked = it.session.call(HOSTNAME, undefined);
    for (let i = 0; i < 6; i++) {
      await turn();
      for (const message of it.peer.received.splice(0)) {
        const word = message.header.serial === call.header.serial ? 'second' : sent(message).split(' ')[0];
        if (order.at(-1) !== word) order.push(`${word}`);
        if (word === 'call') it.peer.reply(message, HOSTNAME, { hostname: 'h' });
      }
      it.peer.drain(false);
    }
    expect(order).toEqual(['call', 'data', 'second', 'data', 'second', 'data']);
    expect(await asked).toEqual({ hostname: 'h' });
  });

  it('is taken back where the stream is aborted, except what is on its way', async () => {
    const it = await opened();
    it.peer.writable = false;
    it.stream.write([Buffer.alloc(8 * MiB)], () => {});
    expect(await all(it)).toEqual([`data ${2 * MiB}`]);
    it.stream.abort(() => {});
    it.peer.drain();
    expect(await all(it)).toEqual(['abort']);
  });

  it('is not sent once the daemon has failed the stream', async () => {
    const it = await opened();
    it.peer.writable = false;
    it.stream.write([Buffer.alloc(8 * MiB)], () => {});
    await all(it);
    it.peer.deliver(it.say.error());
    it.peer.drain();
    expect(await all(it)).toEqual([]);
    expect(it.sink.told).toEqual(['opened', 'failed']);
  });

  it('does not keep the event loop from what else there is, where the socket takes everything', async () => {
    const it = await opened();
    let turns = 0;
    const count = setInterval(() => turns++, 0);
    const write = (n: number): void => {
      if (n > 0) it.stream.write([Buffer.alloc(1)], () => write(n - 1));
    };
    write(500);
    await expect.poll(() => it.peer.received.length).toBe(500);
    clearInterval(count);
    expect(turns).toBeGreaterThan(2);
  });
});
