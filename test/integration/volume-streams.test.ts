import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { AbortError, ConnectionError, type FdTransport, RemoteError } from '../../src/index.js';
import { open, useDaemon, useFolder } from '../support/integration-daemon.js';
import { Tap } from '../support/integration-tap.js';
import { growth, noise, sha256, testPool } from '../support/storage.js';

const MiB = 1024 * 1024;
const SIZE = 64 * MiB;

const daemon = useDaemon();
const folder = useFolder();

/** The SHA-256 of what a stream brings. */
async function digestOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}

describe.each<FdTransport>(['koffi', 'usocket', 'none'])('a volume, over %s', (fdTransport) => {
  it('is what was uploaded, and is downloaded as that', async () => {
    const connection = await open(daemon().uri('qemu'), { fdTransport });
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(SIZE);
    const hash = createHash('sha256');
    async function* source() {
      for (const block of noise(SIZE)) {
        hash.update(block);
        yield block;
      }
    }
    await pipeline(source(), vol.upload());
    const expected = hash.digest('hex');
    expect(sha256([readFileSync(pathOf(vol))])).toBe(expected);
    expect(await digestOf(vol.download())).toBe(expected);
  });

  it('is read and written where it is said to be, and nowhere else', async () => {
    const connection = await open(daemon().uri('qemu'), { fdTransport });
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(3 * MiB);
    writeFileSync(pathOf(vol), Buffer.alloc(3 * MiB, 'a'));
    await pipeline(Readable.from([Buffer.alloc(MiB, 'b')]), vol.upload(BigInt(MiB), BigInt(MiB)));
    const is = readFileSync(pathOf(vol));
    expect(is.equals(Buffer.concat(['a', 'b', 'a'].map((letter) => Buffer.alloc(MiB, letter))))).toBe(true);
    const part = Buffer.concat(await vol.download(BigInt(MiB) - 2n, 4n).toArray());
    expect(`${part}`).toBe('aabb');
    const end = Buffer.concat(await vol.download(BigInt(2 * MiB)).toArray());
    expect(end.equals(Buffer.alloc(MiB, 'a'))).toBe(true);
  });
});

describe('a volume', () => {
  it('goes up and down in little memory', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume } = await testPool(connection);
    const vol = await volume(2 * SIZE);
    const block = Buffer.alloc(MiB, 'x');
    const up = async (blocks: number): Promise<void> => {
      const stream = vol.upload();
      for (let i = 0; i < blocks; i++) if (!stream.write(block)) await once(stream, 'drain');
      stream.end();
      await finished(stream);
    };
    const down = async (): Promise<void> => {
      let bytes = 0;
      for await (const chunk of vol.download()) bytes += chunk.length;
      expect(bytes).toBe(2 * SIZE);
    };
    expect(await growth(async () => void (await vol.downloadToFile('/dev/null', { sparse: false })))).toBeLessThan(32);
    // What Node collects only now and then is there once and for all.
    await up(64);
    expect(await growth(() => up(128))).toBeLessThan(32);
    await down();
    expect(await growth(down)).toBeLessThan(32);
  });

  it('that has no room for what is written says so', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume } = await testPool(connection);
    const vol = await volume(MiB);
    const writing = pipeline(noise(8 * MiB), vol.upload(0n, BigInt(MiB)));
    await expect(writing).rejects.toMatchObject({
      code: 'VIR_ERR_SYSTEM_ERROR',
      domain: 'VIR_FROM_STREAMS',
      int1: 28,
      procedure: 'STORAGE_VOL_UPLOAD',
    });
    expect((await vol.getInfo()).capacity).toBe(BigInt(MiB));
  });

  it('whose file is gone cannot be opened, which is an error of the stream', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(MiB);
    unlinkSync(pathOf(vol));
    for (const open of [() => vol.download(), () => vol.upload()]) {
      const [error] = await once(open(), 'error');
      expect(error).toBeInstanceOf(RemoteError);
      expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: 2 });
      expect(error.stack).toContain('volume-streams.test');
    }
    writeFileSync(pathOf(vol), '');
  });

  it('that is left in the middle is the daemon’s to close, and can be deleted then', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume } = await testPool(connection);
    for (let i = 0; i < 10; i++) {
      const vol = await volume(SIZE);
      for await (const _ of vol.download()) break;
      const up = vol.upload();
      up.write(Buffer.alloc(8 * MiB));
      await once(up, 'ready');
      up.destroy();
      await once(up, 'close');
      await vol.delete();
    }
    expect(connection.isAlive()).toBe(true);
  });

  it('is given up by a signal, whatever it does', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume } = await testPool(connection);
    const [one, other] = [await volume(SIZE), await volume(SIZE)];
    const controller = new AbortController();
    const { signal } = controller;
    const down = one.download(0n, 0n, 0, { signal });
    const up = other.upload(0n, 0n, 0, { signal });
    const failed = [once(down, 'error'), once(up, 'error')];
    const closed = [down, up].map((stream) => new Promise((resolve) => stream.once('close', resolve)));
    await Promise.all([once(down, 'readable'), once(up, 'ready')]);
    controller.abort(new Error('enough'));
    for (const [error] of await Promise.all(failed)) {
      expect(error).toBeInstanceOf(AbortError);
      expect(error.cause).toMatchObject({ message: 'enough' });
    }
    await Promise.all(closed);
    await Promise.all([one.delete(), other.delete()]);
  });

  it('that is opened and dropped at once leaves the connection as it was', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume } = await testPool(connection);
    const vol = await volume(MiB);
    const closed = Array.from({ length: 20 }, (_, i) => {
      const stream = i % 2 === 0 ? vol.download() : vol.upload();
      stream.destroy();
      return once(stream, 'close');
    });
    await Promise.all(closed);
    expect(await connection.getLibVersion()).toBeGreaterThan(9_000_000n - 1n);
    await expect
      .poll(() =>
        vol.delete().then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });

  it('fails with its connection', async () => {
    const tap = await Tap.open(folder, daemon().socket);
    const connection = await open(`qemu+unix:///system?socket=${tap.path}`);
    const { volume } = await testPool(connection);
    const [down, up] = [(await volume(SIZE)).download(), (await volume(SIZE)).upload()];
    await Promise.all([once(down, 'readable'), once(up, 'ready')]);
    const failed = [once(down, 'error'), once(up, 'error')];
    await tap.close();
    for (const [error] of await Promise.all(failed)) {
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error.message).toMatch(/the stream of STORAGE_VOL_(DOWN|UP)LOAD has broken off/);
    }
  });
});
