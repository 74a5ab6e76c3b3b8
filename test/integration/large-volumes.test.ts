import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { open, useDaemon } from '../support/integration-daemon.js';
import { growth, noise, testPool } from '../support/storage.js';

const MiB = 1024 * 1024;
const SIZE = 1024 * MiB;
/** MiB that the process may have more while a volume goes by, of whatever size. */
const GROWTH = 32;

/** Digests what goes by. */
class Digest extends Writable {
  readonly #hash = createHash('sha256');

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    this.#hash.update(chunk);
    callback();
  }

  text(): string {
    return this.#hash.digest('hex');
  }
}

async function digestOf(source: Readable): Promise<string> {
  const digest = new Digest();
  await pipeline(source, digest);
  return digest.text();
}

describe('a volume of 1 GiB', () => {
  const daemon = useDaemon();

  it('goes up and comes down as it is, in little memory', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { folder, volume, pathOf } = await testPool(connection);
    const file = join(folder, 'file');
    const copy = join(folder, 'copy');
    // What Node and the C library learn but once, they learn by a small one.
    for (const size of [64 * MiB, SIZE]) {
      await pipeline(Readable.from(noise(size)), createWriteStream(file));
      const sha256 = await digestOf(createReadStream(file, { highWaterMark: MiB }));
      const vol = await volume(size);
      const grown = {
        upload: await growth(() => pipeline(createReadStream(file), vol.upload(0n, BigInt(size)))),
        download: await growth(async () => expect(await digestOf(vol.download())).toBe(sha256)),
        downloadToFile: await growth(() => vol.downloadToFile(copy)),
        uploadFromFile: await growth(() => vol.uploadFromFile(copy)),
      };
      for (const path of [copy, pathOf(vol)]) {
        expect(await digestOf(createReadStream(path, { highWaterMark: MiB }))).toBe(sha256);
      }
      if (size === SIZE) for (const by of Object.values(grown)) expect(by).toBeLessThan(GROWTH);
    }
  }, 180_000);
});
