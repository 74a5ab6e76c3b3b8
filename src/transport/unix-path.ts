import { constants } from 'node:os';
import { invalidArgValue } from '../errors.js';
import { systemError } from './system-error.js';

/** The bytes that `sun_path` has place for, its NUL included. */
export const SUN_PATH: number = process.platform === 'linux' ? 108 : 104;

/**
 * Checks a socket's path before the system does: Node shortens one that is too long, and connects to somebody else.
 *
 * @throws the system's error for a path that can be nobody's; TypeError for one that C cannot carry
 */
export function checkUnixPath(path: string): void {
  if (path.includes('\0')) throw invalidArgValue('path', 'must not contain a NUL');
  if (path === '') throw systemError(constants.errno.ENOENT, 'connect', path);
  const length = Buffer.byteLength(path);
  if (length < SUN_PATH) return;
  const error = systemError(constants.errno.ENAMETOOLONG, 'connect', path);
  error.message += `: a UNIX socket's path has at most ${SUN_PATH - 1} bytes, and this one ${length}`;
  throw error;
}
