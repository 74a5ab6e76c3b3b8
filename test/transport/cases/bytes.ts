import assert from 'node:assert/strict';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { Recorder } from '../../support/transport-bench.js';
import { digest, pattern } from '../../support/transport-peer.js';
import type { Case } from './case.js';

const LARGE = 16 * 1024 * 1024;

export const bytes: Case[] = [
  {
    name: 'go and come',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      assert.equal(transport.write(Buffer.from('to the peer')), true);
      assert.equal((await bench.peer.receive(other, 11)).digest, digest(Buffer.from('to the peer')));
      await bench.peer.send(other, 100);
      await events.received(100);
      assert.deepEqual(events.bytes, pattern(100));
      assert.equal(events.drains, 0);
      transport.close();
    },
  },
  {
    name: 'go whole and in order, 16 MiB of them at once',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      const sent = pattern(LARGE);
      assert.equal(transport.write(sent), false);
      const received = await bench.peer.receive(other, LARGE);
      assert.equal(received.total, LARGE);
      assert.equal(received.digest, digest(sent));
      await events.drained();
      assert.equal(events.drains, 1);
      assert.equal(transport.write(Buffer.from('.')), true);
      transport.close();
    },
  },
  {
    name: 'go in order, in many writes, some of which meet a full socket',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      const sent = pattern(4 * 1024 * 1024);
      const received = bench.peer.receive(other, sent.length, { size: 9000 });
      // More than the socket takes, unless the peer reads as fast as this is sent: then no drain is owed.
      const first = 2 * 1024 * 1024;
      let full = !transport.write(sent.subarray(0, first));
      for (let at = first, length = 1; at < sent.length; at += length, length = (length * 7) % 30_011) {
        if (length % 5 === 0) await turn();
        if (!transport.write(sent.subarray(at, at + length))) full = true;
      }
      assert.equal((await received).digest, digest(sent));
      if (full) await events.drained();
      transport.close();
    },
  },
  {
    name: 'come whole and in order, 16 MiB of them',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      await bench.peer.send(other, LARGE);
      await events.received(LARGE);
      assert.equal(events.total, LARGE);
      assert.equal(digest(events.bytes), digest(pattern(LARGE)));
      transport.close();
    },
  },
  {
    name: 'that came before the start wait for it',
    async run(bench) {
      const path = bench.path();
      const listener = await bench.peer.listen(path);
      const transport = await bench.dial(path);
      const other = await bench.peer.accept(listener);
      await bench.peer.send(other, 1000);
      const events = new Recorder(transport);
      transport.start(events);
      await events.received(1000);
      assert.deepEqual(events.bytes, pattern(1000));
      await bench.peer.close(other);
      await events.closed();
      await bench.peer.unlisten(listener);
    },
  },
  {
    name: 'stay where they are while it is paused, and so does the peer, in time',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      events.on.data = () => {
        if (events.chunks.length === 1) transport.pause();
      };
      let sent = false;
      const sending = bench.peer.send(other, 4_000_000).then(() => {
        sent = true;
      });
      await events.received(1);
      const before = events.total;
      await delay(50);
      assert.equal(events.total, before);
      assert.equal(sent, false);
      transport.resume();
      await sending;
      await events.received(4_000_000);
      assert.equal(digest(events.bytes), digest(pattern(4_000_000)));
      transport.close();
    },
  },
  {
    name: 'come to one that does not keep the process alive',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      transport.ref(false);
      await bench.peer.send(other, 100_000);
      await events.received(100_000);
      transport.pause();
      await bench.peer.send(other, 10);
      await delay(50);
      assert.equal(events.total, 100_000);
      transport.resume();
      await events.received(100_010);
      transport.ref(true);
      await bench.peer.close(other);
      assert.equal(await events.closed(), null);
    },
  },
  {
    name: 'stay where they are when it is paused in the tick in which it was resumed',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      transport.pause();
      await bench.peer.send(other, 100);
      transport.resume();
      transport.pause();
      const before = process.cpuUsage();
      await delay(100);
      assert.equal(events.total, 0);
      // Nor is it looked at all the time.
      assert.ok(process.cpuUsage(before).user < 80_000);
      transport.resume();
      await events.received(100);
      transport.close();
    },
  },
];
