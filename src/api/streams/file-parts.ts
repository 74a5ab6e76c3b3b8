import type { FileHandle } from 'node:fs/promises';

/** A part of a file: data, or a hole, or something that has to be read before it is known. */
export interface FilePart {
  readonly kind: 'data' | 'hole' | 'unknown';
  readonly start: bigint;
  readonly end: bigint;
}

const BLOCK = 512n;

/**
 * The parts of a file from `start` to `end`, in their order: by what its file system says, where koffi is there to ask
 * it; else by what has to be read.
 */
export async function* fileParts(handle: FileHandle, start: bigint, end: bigint): AsyncGenerator<FilePart> {
  const { size, blocks } = await handle.stat({ bigint: true });
  if (blocks * BLOCK >= size) {
    yield { kind: 'data', start, end };
    return;
  }
  const { loadFindData } = await import('../../transport/koffi/sparse-file.js');
  const findData = await loadFindData();
  for (let at = start; at < end; ) {
    const found = findData === null ? undefined : findData(handle.fd, at);
    if (found === undefined) {
      yield { kind: 'unknown', start: at, end };
      return;
    }
    const dataStart = found === null || found.start > end ? end : found.start;
    if (dataStart > at) yield { kind: 'hole', start: at, end: dataStart };
    if (found === null) return;
    const dataEnd = found.end < end ? found.end : end;
    if (dataEnd > dataStart) yield { kind: 'data', start: dataStart, end: dataEnd };
    at = dataEnd;
  }
}
