import { constants } from 'node:os';
import { UnsupportedError } from '../../errors.js';
import { systemError } from '../system-error.js';
import { loadChannel } from './channel.js';
import type { Libc } from './libc.js';

const { EINVAL, ENXIO, EOPNOTSUPP } = constants.errno;
const SEEK_SET = 0;
const SEEK_CUR = 1;

/** A part of a file that has data, in bytes from its beginning. */
export interface DataRange {
  readonly start: bigint;
  readonly end: bigint;
}

/**
 * The next part of an open file, from `offset` on, that has data: `null` where there is none any more. `undefined`: the
 * file system does not say. What comes before it is a hole.
 */
export type FindData = (fd: number, offset: bigint) => DataRange | null | undefined;

/** `null`: nobody here can ask the system, since koffi is not there. */
export async function loadFindData(): Promise<FindData | null> {
  try {
    const { libc } = await loadChannel();
    return (fd, offset) => findData(libc, fd, offset);
  } catch (error) {
    if (error instanceof UnsupportedError) return null;
    throw error;
  }
}

/** The position of the open file is what it was before. @throws the system's error */
function findData(libc: Libc, fd: number, offset: bigint): DataRange | null | undefined {
  const { SEEK_DATA, SEEK_HOLE } = libc.layout;
  const position = libc.lseek(fd, 0, SEEK_CUR);
  if (position < 0) return undefined;
  try {
    const start = libc.lseek(fd, offset, SEEK_DATA);
    if (start < 0) {
      const errno = libc.errno();
      if (errno === ENXIO) return null;
      if (errno === EINVAL || errno === EOPNOTSUPP) return undefined;
      throw systemError(errno, 'lseek');
    }
    const end = libc.lseek(fd, start, SEEK_HOLE);
    if (end < 0) throw systemError(libc.errno(), 'lseek');
    return { start: BigInt(start), end: BigInt(end) };
  } finally {
    libc.lseek(fd, position, SEEK_SET);
  }
}
