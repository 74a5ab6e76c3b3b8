import assert from 'node:assert/strict';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { duplicateOf, openDescriptors, unchanged } from '../../support/transport-bench.js';
import { digest, pattern } from '../../support/transport-peer.js';
import type { Case } from './case.js';

export const descriptorsOut: Case[] = [
  {
    name: 'leave one by one, each with a zero byte, after their bytes and before the next',
    fds: true,
    async run(bench) {
      const { paths, identities } = bench.files(3);
      const { transport, events, other } = await bench.connect();
      const duplicates = paths.map((path) => duplicateOf(transport, path));
      transport.write(Buffer.from('frame'), duplicates);
      transport.write(Buffer.from('next'));
      assert.equal((await bench.peer.receive(other, 5)).digest, digest(Buffer.from('frame')));
      // As libvirt takes them: a byte at a time, with place for one.
      const { messages } = await bench.peer.receive(other, 3, { size: 1, room: 1 });
      const wanted = identities.map((file, at) => ({ at, bytes: '00', files: [file], cut: false }));
      assert.deepEqual(messages, wanted);
      assert.equal((await bench.peer.receive(other, 4)).digest, digest(Buffer.from('next')));
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'wait, where that is asked for, until the peer has read what is before them',
    fds: true,
    async run(bench) {
      const { paths, identities } = bench.files(3);
      const { transport, events, other } = await bench.connect();
      transport.descriptorsApart?.();
      assert.equal(transport.supportsFds, transport.kind === 'koffi');
      if (transport.supportsFds) {
        for (let i = 0; i < 5; i++) {
          const duplicates = paths.map((path) => duplicateOf(transport, path));
          assert.equal(transport.write(Buffer.from('frame'), duplicates), false);
          transport.write(Buffer.from('next'));
          await delay(20);
          // Of two, this would bring the first one's byte with the frame.
          const { messages } = await bench.peer.receive(other, 5 + 3 + 4);
          const wanted = identities.map((file, at) => ({ at: 5 + at, bytes: '00', files: [file], cut: false }));
          assert.deepEqual(messages, wanted);
          await events.drained();
        }
      } else assert.match(transport.whyNoFds, /only koffi on Linux/u);
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'cannot be duplicated when they are closed',
    fds: true,
    async run(bench) {
      const { transport } = await bench.connect();
      for (const fd of [-1, 99_999]) {
        assert.throws(() => transport.duplicate(fd), { code: 'EBADF', errno: -9, syscall: 'dup' });
      }
      transport.close();
    },
  },
  {
    name: 'wait for a full socket, and then each arrives once, in its order',
    fds: true,
    async run(bench) {
      const { paths, identities } = bench.files(61);
      const { transport, events, other } = await bench.connect();
      const filler = pattern(2_000_000);
      const frame = pattern(10);
      assert.equal(transport.write(filler), false);
      const COUNT = 3000;
      for (let i = 0; i < COUNT; i++) {
        if (i % 100 === 0) await turn();
        const one = duplicateOf(transport, paths[i % 61] as string);
        const two = duplicateOf(transport, paths[(i * 7) % 61] as string);
        assert.equal(transport.write(frame, [one, two]), false);
      }
      assert.equal((await bench.peer.receive(other, filler.length)).digest, digest(filler));
      const { total, messages } = await bench.peer.receive(other, COUNT * 12, { room: 1 });
      assert.equal(total, COUNT * 12);
      const wanted = Array.from({ length: COUNT }, (_, i) => [identities[i % 61], identities[(i * 7) % 61]]).flat();
      assert.deepEqual(
        messages.map(({ files, bytes, cut }) => [...files, bytes.slice(-2), cut]),
        wanted.map((file) => [file, '00', false]),
      );
      await events.drained();
      assert.equal(events.drains, 1);
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'that fill the socket themselves arrive once, in their order',
    fds: true,
    async run(bench) {
      const { paths, identities } = bench.files(61);
      const { transport, events, other } = await bench.connect();
      const COUNT = 2000;
      let kept = 0;
      for (let i = 0; i < COUNT; i++) {
        if (i % 100 === 0) await turn();
        if (!transport.write(Buffer.alloc(0), [duplicateOf(transport, paths[i % 61] as string)])) kept++;
      }
      assert.ok(kept > 0);
      const { messages } = await bench.peer.receive(other, COUNT, { size: 1, room: 1 });
      const wanted = Array.from({ length: COUNT }, (_, i) => [identities[i % 61]]);
      assert.deepEqual(
        messages.map(({ files }) => files),
        wanted,
      );
      await events.drained();
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'that will not be written are closed when they are released',
    fds: true,
    async run(bench) {
      const { paths } = bench.files(2);
      const { transport, events } = await bench.connect();
      const before = openDescriptors();
      transport.release(paths.map((path) => duplicateOf(transport, path)));
      await unchanged(before);
      const duplicates = paths.map((path) => duplicateOf(transport, path));
      await turn();
      await turn();
      transport.release(duplicates);
      await unchanged(before);
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'that wait are closed with the connection',
    fds: true,
    async run(bench) {
      const { paths } = bench.files(20);
      for (const end of ['this side', 'the peer'] as const) {
        const { transport, events, other } = await bench.connect();
        transport.write(pattern(2_000_000));
        transport.write(
          Buffer.from('frame'),
          paths.map((path) => duplicateOf(transport, path)),
        );
        await turn();
        await turn();
        if (end === 'this side') transport.close();
        else await bench.peer.close(other);
        await events.closed();
        assert.equal(events.drains, 0);
      }
    },
  },
];
