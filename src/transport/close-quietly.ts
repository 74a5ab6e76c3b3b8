import { closeSync } from 'node:fs';

/**
 * Closes a descriptor that is this library's own. Never fails: the system has taken the number back even where closing
 * reports an error, and there is nobody to tell.
 */
export function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {}
}
