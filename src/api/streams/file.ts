import type { PathLike } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { outOfRange } from '../../errors.js';

/** A file by its path, or an open one. */
export type FileOrPath = PathLike | FileHandle;

function isHandle(file: FileOrPath): file is FileHandle {
  return typeof file === 'object' && 'fd' in file;
}

/**
 * Calls `use` with the open file, which is closed afterwards if it was not open before.
 *
 * @throws the system's error, as Node makes it
 */
export async function withFile<T>(
  file: FileOrPath,
  flags: string,
  use: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  if (isHandle(file)) return use(file);
  const handle = await open(file, flags);
  try {
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/** @throws RangeError where it is no place in a file that Node can read and write */
export function checkPosition(name: string, position: bigint): void {
  if (position < 0n || position > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw outOfRange(name, `from 0 to ${Number.MAX_SAFE_INTEGER}`, position);
  }
}
