import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openDescriptors, unchanged } from '../../support/transport-bench.js';
import type { Case } from './case.js';

export const connecting: Case[] = [
  {
    name: 'to nobody is the system’s error',
    async run(bench) {
      const absent = bench.path();
      await assert.rejects(bench.dial(absent), { code: 'ENOENT', errno: -2, syscall: 'connect', address: absent });
      const deserted = bench.path();
      await bench.peer.unlisten(await bench.peer.listen(deserted));
      await assert.rejects(bench.dial(deserted), { code: 'ECONNREFUSED', syscall: 'connect', address: deserted });
      const file = bench.path();
      writeFileSync(file, '');
      await assert.rejects(bench.dial(file), { code: 'ECONNREFUSED', syscall: 'connect', address: file });
      await assert.rejects(bench.dial(''), { code: 'ENOENT', syscall: 'connect' });
    },
  },
  {
    name: 'to a path that is too long does not go to a shorter one',
    async run(bench) {
      const longest = `${bench.directory}/`.padEnd(107, 'x');
      const listener = await bench.peer.listen(longest);
      const transport = await bench.dial(longest);
      transport.close();
      const tooLong = { code: 'ENAMETOOLONG', syscall: 'connect', message: /at most 107 bytes, and this one 108/ };
      await assert.rejects(bench.dial(`${longest}x`), tooLong);
      // Bytes, and not characters.
      await assert.rejects(bench.dial(`${longest.slice(0, 106)}ü`), tooLong);
      await assert.rejects(bench.dial(`${longest}\0`), { name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE' });
      await bench.peer.unlisten(listener);
    },
  },
  {
    name: 'to a listener whose queue is full waits until it is not',
    async run(bench) {
      const path = bench.path();
      const listener = await bench.peer.listen(path, 0);
      const first = await bench.dial(path);
      let connected = false;
      const second = bench.dial(path).then((transport) => {
        connected = true;
        return transport;
      });
      await delay(50);
      assert.equal(connected, false);
      await bench.peer.accept(listener);
      first.close();
      (await second).close();
      await bench.peer.unlisten(listener);
    },
  },
  {
    name: 'can be aborted, and leaves nothing behind',
    async run(bench) {
      const path = bench.path();
      const listener = await bench.peer.listen(path, 0);
      const first = await bench.dial(path);
      const before = openDescriptors();
      const why = new Error('why');
      const controller = new AbortController();
      const waiting = bench.dial(path, controller.signal);
      setTimeout(() => controller.abort(why), 20);
      await assert.rejects(waiting, why);
      await assert.rejects(bench.dial(path, controller.signal), why);
      await unchanged(before);
      first.close();
      await bench.peer.unlisten(listener);
    },
  },
  {
    name: 'is not undone by a signal that comes later',
    async run(bench) {
      const path = bench.path();
      const listener = await bench.peer.listen(path);
      const controller = new AbortController();
      const transport = await bench.dial(path, controller.signal);
      controller.abort();
      const other = await bench.peer.accept(listener);
      transport.write(Buffer.from('still here'));
      assert.equal((await bench.peer.receive(other, 10)).total, 10);
      transport.close();
      await bench.peer.unlisten(listener);
    },
  },
];
