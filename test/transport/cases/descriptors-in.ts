import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { pattern } from '../../support/transport-peer.js';
import type { Case } from './case.js';

const ZERO = Buffer.alloc(1);

export const descriptorsIn: Case[] = [
  {
    name: 'come in their place among the bytes',
    fds: true,
    async run(bench) {
      const { paths, identities } = bench.files(3);
      const { transport, events, other } = await bench.connect();
      // All of it is there when reading begins.
      transport.pause();
      await bench.peer.send(other, 1000);
      await bench.peer.sendFiles(other, ZERO, paths.slice(0, 1));
      await bench.peer.sendFiles(other, Buffer.from([7]), paths.slice(1, 2));
      await bench.peer.send(other, 10);
      await bench.peer.sendFiles(other, ZERO, paths.slice(2, 3));
      await bench.peer.send(other, 1);
      assert.equal(events.total, 0);
      transport.resume();
      await events.received(1014);
      const places = events.arrivals.map(({ at, byte, files }) => [at, byte, ...files]);
      assert.deepEqual(places, [
        [1000, 0, identities[0]],
        [1001, 7, identities[1]],
        [1012, 0, identities[2]],
      ]);
      assert.deepEqual(events.bytes, Buffer.concat([pattern(1000), pattern(10), pattern(1)]));
      // usocket cannot make them so.
      if (transport.kind === 'koffi') assert.ok(events.arrivals.every(({ closeOnExec }) => closeOnExec));
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'come several with one byte',
    fds: true,
    async run(bench) {
      const { paths, identities } = bench.files(40);
      const { transport, events, other } = await bench.connect();
      await bench.peer.sendFiles(other, ZERO, paths);
      await bench.peer.send(other, 5);
      await events.received(6);
      assert.deepEqual(
        events.arrivals.map(({ at, files }) => [at, files]),
        [[0, identities]],
      );
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'come a thousand, one after another',
    fds: true,
    async run(bench) {
      const { paths, identities } = bench.files(50);
      const { transport, events, other } = await bench.connect();
      for (let i = 0; i < 20; i++) {
        for (const path of paths) bench.peer.sendFiles(other, ZERO, [path]);
      }
      await events.received(1000);
      const wanted = Array.from({ length: 1000 }, (_, i) => [identities[i % 50]]);
      assert.deepEqual(
        events.arrivals.map(({ files }) => files),
        wanted,
      );
      transport.close();
      await events.closed();
    },
  },
  {
    name: 'come before the end is told',
    fds: true,
    async run(bench) {
      const { paths } = bench.files(1);
      const { transport, events, other } = await bench.connect();
      transport.pause();
      await bench.peer.sendFiles(other, ZERO, paths);
      await bench.peer.close(other);
      transport.resume();
      assert.equal(await events.closed(), null);
      assert.equal(events.arrivals.length, 1);
    },
  },
  {
    name: 'are not left open when the connection is closed before they are read',
    fds: true,
    async run(bench) {
      const { paths } = bench.files(20);
      const { transport, events, other } = await bench.connect();
      transport.pause();
      for (const path of paths) await bench.peer.sendFiles(other, ZERO, [path]);
      events.on.descriptors = () => transport.close();
      transport.resume();
      await events.closed();
      await delay(10);
      assert.equal(events.arrivals.length, 1);
    },
  },
];
