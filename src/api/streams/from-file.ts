import type { FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { fileParts } from './file-parts.js';
import type { Hole } from './hole.js';

/** As much as the largest packet carries. */
const BLOCK = 2 * 1024 * 1024;

/** What is a hole, where nobody but its zeros says so, begins and ends at multiples of this. */
const GRAIN = 64 * 1024;
const ZEROS: Buffer = Buffer.alloc(GRAIN);

/** Writes one chunk after the other; of each, it waits until the one before has left. */
class ChunkWriter {
  readonly #stream: Writable;
  #before: Promise<void> = Promise.resolve();
  #buffers: [Buffer, Buffer] = [Buffer.allocUnsafeSlow(BLOCK), Buffer.allocUnsafeSlow(BLOCK)];

  constructor(stream: Writable) {
    this.#stream = stream;
  }

  /** Memory that nothing waits in any more. */
  get buffer(): Buffer {
    return this.#buffers[0];
  }

  async write(chunk: Uint8Array | Hole): Promise<void> {
    const before = this.#before;
    this.#before = new Promise((resolve, reject) => {
      this.#stream.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
    // Whoever waits for it gets the error; there may be nobody any more.
    this.#before.catch(() => {});
    this.#buffers.reverse();
    await before;
  }
}

/** Where in bytes that were read a hole begins or data do, and which: `null` at the end. */
function nextPart(bytes: Buffer, start: number): { end: number; zero: boolean } {
  const isZero = (at: number): boolean => {
    const grain = bytes.subarray(at, at + GRAIN);
    return grain.equals(grain.length === GRAIN ? ZEROS : ZEROS.subarray(0, grain.length));
  };
  const zero = isZero(start);
  let end = start + GRAIN;
  while (end < bytes.length && isZero(end) === zero) end += GRAIN;
  return { end: Math.min(end, bytes.length), zero };
}

async function writeBlock(writer: ChunkWriter, bytes: Buffer, mayHaveHoles: boolean): Promise<void> {
  if (!mayHaveHoles) {
    await writer.write(bytes);
    return;
  }
  for (let at = 0; at < bytes.length; ) {
    const { end, zero } = nextPart(bytes, at);
    // A part of the buffer must not be used again before all of it has left.
    await writer.write(zero ? { hole: BigInt(end - at) } : Buffer.from(bytes.subarray(at, end)));
    at = end;
  }
}

/**
 * Writes a file's bytes from `start` to `end` to a stream, and ends that; where it is to be sparse, with the file's holes.
 *
 * @returns how many bytes went, those in holes included
 */
export async function readFromFile(
  handle: FileHandle,
  stream: Writable,
  start: bigint,
  end: bigint,
  sparse: boolean,
): Promise<bigint> {
  const writer = new ChunkWriter(stream);
  const over = finished(stream);
  over.catch(() => {});
  try {
    let at = start;
    const parts = sparse ? fileParts(handle, start, end) : [{ kind: 'data', start, end } as const];
    for await (const part of parts) {
      if (part.kind === 'hole') {
        await writer.write({ hole: part.end - part.start });
        at = part.end;
        continue;
      }
      while (at < part.end) {
        const length = part.end - at < BigInt(BLOCK) ? Number(part.end - at) : BLOCK;
        const { buffer } = writer;
        const { bytesRead } = await handle.read(buffer, 0, length, Number(at));
        if (bytesRead === 0) break;
        await writeBlock(writer, buffer.subarray(0, bytesRead), part.kind === 'unknown');
        at += BigInt(bytesRead);
      }
    }
    stream.end();
    await over;
    return at - start;
  } catch (error) {
    stream.destroy();
    // What the daemon said comes first; a write only says that the stream is gone.
    throw stream.errored ?? error;
  }
}
