import { openSync } from 'node:fs';
import type { Socket } from 'node:net';
import type { USocketWrap } from './load.js';

/**
 * Rids a socket of usocket's native socket, which closes the descriptor that it has. So it gets one of its own first: a
 * directory, since what it could watch would not just take the other's place. Must not be called while usocket tells of
 * an event, which would abort the process; and runs without a pause, so that the socket's number is nobody else's yet.
 *
 * @returns false where this process has as many descriptors open as it may: then it has closed the socket, in order to
 *   have a number to spare
 */
export function discard(wrap: USocketWrap, socket: Socket): boolean {
  let directory = openDirectory();
  const survives = directory !== undefined;
  if (!survives) {
    socket.destroy();
    directory = openDirectory();
  }
  // Without one, the native socket is left as it is. It does nothing any more.
  if (directory !== undefined) {
    wrap.adopt(directory);
    wrap.close();
  }
  return survives;
}

function openDirectory(): number | undefined {
  try {
    return openSync('/', 'r');
  } catch {
    return undefined;
  }
}
