import { closeSync } from 'node:fs';

/**
 * Closes descriptors that are this library's own. Never fails: the system has taken the number back even where
 * closing reports an error, and there is nobody to tell.
 */
export function closeDescriptors(fds: readonly number[]): void {
  for (const fd of fds) {
    try {
      closeSync(fd);
    } catch {}
  }
}
