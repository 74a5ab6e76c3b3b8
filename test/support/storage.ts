import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Connection, StoragePool, StorageVol } from '../../src/index.js';

let pools = 0;

/** A pool, and the folder that it is. */
export interface TestPool {
  readonly pool: StoragePool;
  readonly folder: string;
  /** A new volume of so many bytes, all zero, that takes no room. */
  volume(capacity: number): Promise<StorageVol>;
  /** Where a volume is. */
  pathOf(volume: StorageVol): string;
}

/** A pool of files, for as long as the test runs. */
export async function testPool(connection: Connection): Promise<TestPool> {
  const parent = mkdtempSync(join(tmpdir(), 'libvirt-rpc-pool-'));
  const folder = join(parent, 'pool');
  mkdirSync(folder);
  const name = `pool-${process.pid}-${++pools}`;
  const pool = await connection.storagePoolCreateXML(
    `<pool type='dir'><name>${name}</name><target><path>${folder}</path></target></pool>`,
  );
  onTestFinished(async () => {
    if (connection.isAlive()) await pool.destroy();
    rmSync(parent, { recursive: true });
  });
  let volumes = 0;
  return {
    pool,
    folder,
    volume: (capacity) =>
      pool.storageVolCreateXML(
        `<volume><name>v${++volumes}</name><allocation>0</allocation><capacity>${capacity}</capacity></volume>`,
      ),
    pathOf: (volume) => join(folder, volume.name),
  };
}

/** Bytes that cannot be guessed, without having as many at a time. */
export function* noise(length: number): Generator<Buffer> {
  const seed = randomBytes(1024 * 1024);
  for (let at = 0; at < length; at += seed.length) {
    const block = Buffer.from(seed.subarray(0, Math.min(seed.length, length - at)));
    block.writeUInt32BE(at / seed.length);
    yield block;
  }
}

export function sha256(bytes: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}

/** By how many MiB this process grows at most while `work` is done. */
export async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return (most - before) / 1024 / 1024;
}
