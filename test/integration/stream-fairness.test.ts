import { once } from 'node:events';
import { truncateSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { open, useDaemon } from '../support/integration-daemon.js';
import { growth, noise, sha256, testPool } from '../support/storage.js';

const MiB = 1024 * 1024;

// This daemon asks every second, and gives up whoever has not answered for five.
const daemon = useDaemon({ keepaliveInterval: 1, keepaliveCount: 4 });

describe('streams and calls of one connection', () => {
  it('go on beside each other, and none is mistaken for another', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const size = 4 * MiB;
    const down = await Promise.all(Array.from({ length: 8 }, () => volume(size)));
    const up = await Promise.all(Array.from({ length: 8 }, () => volume(size)));
    const contents = down.map((vol, i) => {
      const bytes = Buffer.alloc(size, i + 1);
      writeFileSync(pathOf(vol), bytes);
      return bytes;
    });
    let calls = 0;
    let busy = true;
    const calling = (async () => {
      while (busy) {
        await connection.getLibVersion();
        calls++;
      }
    })();
    const downloads = down.map(async (vol) => sha256(await vol.download().toArray()));
    const uploads = up.map((vol, i) => pipeline(Readable.from([contents[i]]), vol.upload()));
    const digests = await Promise.all(downloads);
    await Promise.all(uploads);
    busy = false;
    await calling;
    expect(digests).toEqual(contents.map((bytes) => sha256([bytes])));
    for (const [i, vol] of up.entries()) {
      expect(sha256(await vol.download().toArray())).toBe(sha256([contents[i] as Buffer]));
    }
    expect(calls).toBeGreaterThan(10);
  });

  it('let a call pass a long upload', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume } = await testPool(connection);
    const vol = await volume(MiB);
    const controller = new AbortController();
    function* endless() {
      for (;;) yield* noise(MiB);
    }
    const uploading = pipeline(endless(), vol.upload(), { signal: controller.signal });
    uploading.catch(() => {});
    for (let i = 0; i < 20; i++) await connection.getLibVersion({ timeout: 5000 });
    controller.abort();
    await expect(uploading).rejects.toThrow('aborted');
  });

  it('wait for a reader that does not read only as far as memory is to be bounded', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(MiB);
    truncateSync(pathOf(vol), 64 * MiB);
    const stream = vol.download();
    await once(stream, 'ready');
    const grown = await growth(async () => {
      for (let i = 0; i < 5; i++) await connection.getLibVersion({ timeout: 5000 });
      // Longer than a daemon waits for an answer.
      await delay(6000);
    });
    expect(grown).toBeLessThan(32);
    expect(stream.readableLength).toBeLessThan(20 * MiB);
    expect(await connection.getLibVersion({ timeout: 5000 })).toBeGreaterThan(0n);
    let bytes = 0;
    for await (const chunk of stream) bytes += chunk.length;
    expect(bytes).toBe(64 * MiB);
    expect(connection.isAlive()).toBe(true);
  });

  it('are free again when the reader that does not read is destroyed', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(MiB);
    truncateSync(pathOf(vol), 64 * MiB);
    const stream = vol.download();
    await once(stream, 'ready');
    await expect.poll(() => stream.readableLength).toBeGreaterThanOrEqual(MiB);
    stream.destroy();
    await once(stream, 'close');
    for (let i = 0; i < 100; i++) await connection.getLibVersion({ timeout: 5000 });
    await vol.delete();
  });
});
