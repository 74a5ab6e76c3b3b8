// @ts-check
import { once } from 'node:events';
import { watch } from 'node:fs';
import net from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * `REMOTE_PROC_AUTH_LIST`, the one call that a daemon answers to anybody: length, program, version, procedure,
 * type, serial, status.
 */
const AUTH_LIST = Buffer.from(Uint32Array.of(28, 0x20008086, 1, 66, 0, 0, 0).buffer).swap32();

/**
 * @param {string} path
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
async function answers(path, signal) {
  const socket = net.connect(path);
  try {
    await once(socket, 'connect', { signal });
    socket.write(AUTH_LIST);
    await once(socket, 'data', { signal });
    return true;
  } finally {
    socket.destroy();
  }
}

/**
 * Waits until a daemon answers on a socket whose directory exists.
 *
 * @param {string} path
 * @param {AbortSignal} signal gives up: the promise is rejected with an `AbortError`
 * @returns {Promise<void>}
 */
export async function untilAnswering(path, signal) {
  const watcher = watch(dirname(path));
  try {
    for (;;) {
      const over = new AbortController();
      const changed = once(watcher, 'change', { signal: AbortSignal.any([signal, over.signal]) });
      changed.catch(() => {});
      try {
        if (await answers(path, signal)) return;
      } catch (error) {
        const { code } = /** @type {NodeJS.ErrnoException} */ (error);
        // The socket's name exists a moment before anybody listens to it.
        if (code === 'ECONNREFUSED') await delay(2, undefined, { signal });
        // Not there yet, or gone again with a daemon that fails as it starts.
        else if (code === 'ENOENT' || code === 'ECONNRESET') await changed;
        else throw error;
      } finally {
        over.abort();
      }
    }
  } finally {
    watcher.close();
  }
}
