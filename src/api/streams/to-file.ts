import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ChunkPool } from './chunk-pool.js';
import type { Hole } from './hole.js';

const ZEROS_LENGTH = 1024 * 1024;

/** How much of a file has something in it that a hole must not let through. */
async function sizeOf(handle: FileHandle): Promise<{ size: bigint; regular: boolean }> {
  const stat = await handle.stat({ bigint: true });
  return { size: stat.size, regular: stat.isFile() };
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: bigint): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, Number(position) + at);
    at += bytesWritten;
  }
}

async function writeZeros(handle: FileHandle, start: bigint, end: bigint): Promise<void> {
  const zeros = Buffer.alloc(ZEROS_LENGTH);
  for (let at = start; at < end; ) {
    const length = end - at < BigInt(ZEROS_LENGTH) ? Number(end - at) : ZEROS_LENGTH;
    await writeAll(handle, zeros.subarray(0, length), at);
    at += BigInt(length);
  }
}

/**
 * Writes chunks and holes to a file, from `position` on. A hole is left out where there is nothing in the file yet, and
 * is written as zeros elsewhere, and where the file is a device.
 *
 * @param open makes the stream that they come by. From then on somebody listens to it: it may fail at once
 * @returns how many bytes came, those in holes included
 */
export async function writeToFile(
  open: () => Readable,
  handle: FileHandle,
  position: bigint,
  pool: ChunkPool,
): Promise<bigint> {
  const { size, regular } = await sizeOf(handle);
  let at = position;
  for await (const chunk of open() as AsyncIterable<Buffer | Hole>) {
    if (Buffer.isBuffer(chunk)) {
      await writeAll(handle, chunk, at);
      at += BigInt(chunk.length);
      pool.giveBack(chunk);
    } else {
      const end = at + chunk.hole;
      await writeZeros(handle, at, regular && end > size ? size : end);
      at = end;
    }
  }
  // What ends with a hole ends behind what was written.
  if (regular && at > (await sizeOf(handle)).size) await handle.truncate(Number(at));
  return at - position;
}
