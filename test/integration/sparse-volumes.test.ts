import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { fileParts } from '../../src/api/streams/file-parts.js';
import { StorageVolDownloadFlags, StorageVolUploadFlags } from '../../src/index.js';
import { open, useDaemon, useFolder } from '../support/integration-daemon.js';
import { testPool } from '../support/storage.js';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
const BIG = 10 * GiB;
/** Where the one MiB of data is. */
const AT = 5 * GiB;

const daemon = useDaemon();
const folder = useFolder();

/** A file of 10 GiB, of which one MiB is there. */
function bigFile(name: string): string {
  const path = join(folder, name);
  const fd = openSync(path, 'w');
  ftruncateSync(fd, BIG);
  writeSync(fd, Buffer.alloc(MiB, 'x'), 0, MiB, AT);
  closeSync(fd);
  return path;
}

function expectBig(path: string): void {
  const { size, blocks } = statSync(path);
  expect(size).toBe(BIG);
  expect(blocks * 512).toBeLessThan(2 * MiB);
  const fd = openSync(path, 'r');
  const around = Buffer.alloc(MiB + 2);
  readSync(fd, around, 0, around.length, AT - 1);
  closeSync(fd);
  expect(around.equals(Buffer.concat([Buffer.alloc(1), Buffer.alloc(MiB, 'x'), Buffer.alloc(1)]))).toBe(true);
}

describe('a file with holes', () => {
  it('of 10 GiB with one MiB of data is uploaded and downloaded in no time, and stays as it is', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(0);
    const source = bigFile('source');
    const start = performance.now();
    expect(await vol.uploadFromFile(source, { sparse: true })).toBe(BigInt(BIG));
    expectBig(pathOf(vol));
    const target = join(folder, 'target');
    expect(await vol.downloadToFile(target)).toBe(BigInt(BIG));
    expectBig(target);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('shows them in a stream of bytes and holes, and can be copied by one', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const [vol, copy] = [await volume(BIG), await volume(0)];
    const fd = openSync(pathOf(vol), 'r+');
    writeSync(fd, Buffer.alloc(MiB, 'x'), 0, MiB, AT);
    closeSync(fd);
    let data = 0;
    const holes: bigint[] = [];
    for await (const chunk of vol.download(0n, 0n, StorageVolDownloadFlags.SPARSE_STREAM)) {
      if (Buffer.isBuffer(chunk)) data += chunk.length;
      else holes.push(chunk.hole);
    }
    expect(data).toBe(MiB);
    expect(holes).toEqual([BigInt(AT), BigInt(BIG - AT - MiB)]);
    await pipeline(
      vol.download(0n, 0n, StorageVolDownloadFlags.SPARSE_STREAM),
      copy.upload(0n, 0n, StorageVolUploadFlags.SPARSE_STREAM),
    );
    expectBig(pathOf(copy));
  });

  it('is uploaded and downloaded in part, and without its holes where nobody wants them', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(0);
    const source = join(folder, 'small');
    writeFileSync(source, 'ab');
    truncateSync(source, 4 * MiB);
    expect(await vol.uploadFromFile(source)).toBe(BigInt(4 * MiB));
    expect(statSync(pathOf(vol)).blocks * 512).toBe(4 * MiB);
    expect(await vol.uploadFromFile(source, { position: 1n, length: 1n, offset: 3n })).toBe(1n);
    expect(readFileSync(pathOf(vol)).subarray(0, 5).toString('latin1')).toBe('ab\0b\0');
    const target = join(folder, 'part');
    expect(await vol.downloadToFile(target, { offset: 1n, length: 3n, sparse: false })).toBe(3n);
    expect(readFileSync(target, 'latin1')).toBe('b\0b');
  });

  it('is written to an open file as zeros where that has something, and nowhere else', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, pathOf } = await testPool(connection);
    const vol = await volume(2 * MiB);
    writeFileSync(pathOf(vol), Buffer.alloc(4096, 'v'));
    truncateSync(pathOf(vol), 2 * MiB);
    await using file = await openFile(join(folder, 'open'), 'w+');
    await file.write(Buffer.alloc(MiB, 'f'));
    expect(await vol.downloadToFile(file, { position: 4096n })).toBe(BigInt(2 * MiB));
    const is = readFileSync(join(folder, 'open'));
    expect(is.length).toBe(2 * MiB + 4096);
    expect(is.subarray(0, 4096).equals(Buffer.alloc(4096, 'f'))).toBe(true);
    expect(is.subarray(4096, 8192).equals(Buffer.alloc(4096, 'v'))).toBe(true);
    expect(is.subarray(8192).equals(Buffer.alloc(2 * MiB - 4096))).toBe(true);
    // It is still the caller's.
    expect((await file.stat()).size).toBe(is.length);
  });

  it('that is not there, or cannot be written, leaves the connection usable', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume } = await testPool(connection);
    const vol = await volume(MiB);
    await expect(vol.uploadFromFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(vol.downloadToFile(join(folder, 'none/none'))).rejects.toMatchObject({ code: 'ENOENT' });
    await using file = await openFile(bigFile('read-only'), 'r');
    await expect(vol.downloadToFile(file, { sparse: false })).rejects.toMatchObject({ code: 'EBADF' });
    await expect(
      vol.uploadFromFile(file, { length: 2n ** 20n * 2n, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      code: 'ABORT_ERR',
    });
    await expect(vol.uploadFromFile(file, { position: -1n })).rejects.toThrow(RangeError);
    await vol.delete();
  });

  it('fails with the daemon’s error', async () => {
    const connection = await open(daemon().uri('qemu'));
    const { volume, folder: pool } = await testPool(connection);
    const vol = await volume(MiB);
    const source = join(pool, 'source');
    writeFileSync(source, Buffer.alloc(8 * MiB));
    // The daemon takes no more than it was told that there is.
    const stream = vol.upload(0n, BigInt(MiB));
    await expect(
      pipeline(async function* () {
        for (let i = 0; i < 8; i++) yield Buffer.alloc(MiB);
      }, stream),
    ).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR' });
    await vol.delete();
    await expect(vol.uploadFromFile(source)).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
    await expect(vol.downloadToFile(join(folder, 'gone'))).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
    // Nobody is told of it twice, though the daemon answers before the file system does.
    await using handle = await openFile(join(folder, 'slow'), 'w');
    const { stat } = handle;
    handle.stat = (async (options: { bigint: true }) => {
      await delay(200);
      return stat.call(handle, options);
    }) as typeof stat;
    await expect(vol.downloadToFile(handle)).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
  });
});

describe('the parts of a file', () => {
  async function partsOf(path: string, start: bigint, end: bigint) {
    await using handle = await openFile(path);
    const parts = [];
    for await (const part of fileParts(handle, start, end)) parts.push(part);
    const { bytesRead } = await handle.read(Buffer.alloc(1), 0, 1);
    // Nobody has moved its position.
    expect(bytesRead).toBe(1);
    return parts;
  }

  it('are its holes and its data', async () => {
    const path = bigFile('parts');
    expect(await partsOf(path, 0n, BigInt(BIG))).toEqual([
      { kind: 'hole', start: 0n, end: BigInt(AT) },
      { kind: 'data', start: BigInt(AT), end: BigInt(AT + MiB) },
      { kind: 'hole', start: BigInt(AT + MiB), end: BigInt(BIG) },
    ]);
    expect(await partsOf(path, BigInt(AT) + 5n, BigInt(AT) + 9n)).toEqual([
      { kind: 'data', start: BigInt(AT) + 5n, end: BigInt(AT) + 9n },
    ]);
  });

  it('are unknown where koffi is not there, and found by reading then', async () => {
    vi.resetModules();
    vi.doMock('../../src/transport/koffi/sparse-file.js', () => ({ loadFindData: async () => null }));
    const { readFromFile } = await import('../../src/api/streams/from-file.js');
    const { Writable } = await import('node:stream');
    const path = join(folder, 'unknown');
    writeFileSync(path, 'data');
    truncateSync(path, 3 * MiB + 5);
    const fd = openSync(path, 'r+');
    writeSync(fd, 'end', 3 * MiB);
    closeSync(fd);
    /** How much data is between how much that is none. */
    const chunks: (number | bigint)[] = [];
    const stream = new Writable({
      objectMode: true,
      write: (chunk, _, callback) => {
        if (!('hole' in chunk)) chunks.push(chunk.length);
        else if (typeof chunks.at(-1) === 'bigint') chunks.push((chunks.pop() as bigint) + chunk.hole);
        else chunks.push(chunk.hole);
        callback();
      },
    });
    await using handle = await openFile(path);
    expect(await readFromFile(handle, stream, 0n, BigInt(3 * MiB + 5), true)).toBe(BigInt(3 * MiB + 5));
    vi.doUnmock('../../src/transport/koffi/sparse-file.js');
    const grain = 64 * 1024;
    expect(chunks).toEqual([grain, BigInt(3 * MiB - grain), 5]);
  });
});
