import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { digest, pattern } from '../../support/transport-peer.js';
import type { Case } from './case.js';

export const ending: Case[] = [
  {
    name: 'by the peer is told once, after the last byte',
    async run(bench) {
      const { events, other } = await bench.connect();
      await bench.peer.send(other, 100_000);
      await bench.peer.close(other);
      assert.equal(await events.closed(), null);
      assert.deepEqual(events.bytes, pattern(100_000));
      await delay(10);
      assert.equal(events.closes.length, 1);
    },
  },
  {
    name: 'by a peer that sends no more but would read is the end as well',
    async run(bench) {
      const { events, other } = await bench.connect();
      await bench.peer.send(other, 10);
      await bench.peer.shutdown(other);
      assert.equal(await events.closed(), null);
      assert.equal(events.total, 10);
    },
  },
  {
    name: 'by a peer that had not read everything is an error, told after the last byte',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      transport.pause();
      transport.write(Buffer.from('never read'));
      await bench.peer.send(other, 100_000);
      await bench.peer.close(other);
      transport.resume();
      const error = (await events.closed()) as NodeJS.ErrnoException | null;
      assert.equal(digest(events.bytes), digest(pattern(100_000)));
      assert.equal(events.closes.length, 1);
      // Node may take it for a mere end.
      if ((transport.kind === 'net' || transport.kind === 'stream') && error === null) return;
      assert.equal(error?.code, 'ECONNRESET');
      assert.equal(error?.syscall, 'read');
    },
  },
  {
    name: 'met by a write is told as an error, even while it is paused',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      transport.pause();
      await bench.peer.close(other);
      transport.write(Buffer.from('to nobody'));
      transport.write(Buffer.from('to nobody, again'));
      const error = (await events.closed()) as NodeJS.ErrnoException;
      assert.equal(error.code, 'EPIPE');
      assert.equal(error.syscall, 'write');
      assert.equal(transport.write(Buffer.from('and again')), true);
      await delay(10);
      assert.equal(events.closes.length, 1);
      assert.equal(events.drains, 0);
    },
  },
  {
    name: 'met by a write is told after what the peer had sent',
    fds: true,
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      transport.pause();
      await bench.peer.send(other, 100_000);
      await bench.peer.close(other);
      transport.resume();
      transport.write(Buffer.from('to nobody'));
      const error = (await events.closed()) as NodeJS.ErrnoException;
      assert.deepEqual(events.bytes, pattern(100_000));
      assert.equal(error.code, 'EPIPE');
    },
  },
  {
    name: 'by this side is told once, later, and harmless when repeated',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      transport.close();
      transport.close();
      assert.equal(events.closes.length, 0);
      assert.equal(await events.closed(), null);
      transport.close();
      transport.pause();
      transport.resume();
      transport.ref(false);
      transport.ref(true);
      assert.equal(transport.write(Buffer.from('to nobody')), true);
      assert.equal((await bench.peer.receive(other, 1)).total, 0);
      assert.equal(events.closes.length, 1);
    },
  },
  {
    name: 'by this side, while it is told of something, ends what is told',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      events.on.data = () => transport.close();
      await bench.peer.send(other, 1000);
      assert.equal(await events.closed(), null);
      await bench.peer.close(other);
      assert.equal(events.chunks.length, 1);
    },
  },
  {
    name: 'by this side forgets what has not left',
    async run(bench) {
      const { transport, events, other } = await bench.connect();
      assert.equal(transport.write(pattern(4_000_000)), false);
      assert.equal(transport.write(pattern(4_000_000)), false);
      transport.close();
      assert.equal(await events.closed(), null);
      const { total } = await bench.peer.receive(other, 8_000_000);
      assert.ok(total > 0 && total < 4_000_000);
      assert.equal(events.drains, 0);
    },
  },
];
