import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { systemError, wouldBlock } from '../system-error.js';
import type { Libc } from './libc.js';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const F_SETFD = 2;
const F_SETFL = 4;
const FD_CLOEXEC = 1;
const { EINTR, EINPROGRESS } = constants.errno;

/** Milliseconds that a listener whose queue is full is given to empty it. */
const PATIENCE = 10_000;

/** `struct sockaddr_un`, and how much of it counts. */
function sockaddr({ layout }: Libc, path: string): Uint8Array {
  const { hasLength, path: capacity } = layout.sockaddr;
  const name = Buffer.from(path);
  if (name.length >= capacity) {
    const error = systemError(constants.errno.ENAMETOOLONG, 'connect', path);
    error.message += `: a UNIX socket's path has at most ${capacity - 1} bytes, and this one ${name.length}`;
    throw error;
  }
  const address = Buffer.alloc(2 + name.length + 1);
  if (hasLength) address.set([address.length, AF_UNIX]);
  else new Uint16Array(address.buffer, address.byteOffset, 1)[0] = AF_UNIX;
  name.copy(address, 2);
  return address;
}

/** A close-on-exec, non-blocking UNIX socket. */
function makeSocket(libc: Libc): number {
  const { SOCK_FLAGS, SO_NOSIGPIPE, SOL_SOCKET, O_NONBLOCK } = libc.layout;
  const fd = libc.socket(AF_UNIX, SOCK_STREAM | SOCK_FLAGS, 0);
  if (fd < 0) throw systemError(libc.errno(), 'socket');
  if (SOCK_FLAGS === 0) {
    libc.fcntl(fd, F_SETFD, 'int', FD_CLOEXEC);
    libc.fcntl(fd, F_SETFL, 'int', O_NONBLOCK);
  }
  if (SO_NOSIGPIPE !== 0) libc.setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, Buffer.from(Int32Array.of(1).buffer), 4);
  return fd;
}

/**
 * A socket that is connected to the listener at `path`.
 *
 * @throws the system's error, as Node makes it; the signal's reason
 */
export async function connectUnix(libc: Libc, path: string, signal: AbortSignal | undefined): Promise<number> {
  const address = sockaddr(libc, path);
  const fd = makeSocket(libc);
  try {
    for (let waited = 0, pause = 1; ; waited += pause, pause = Math.min(2 * pause, 100)) {
      signal?.throwIfAborted();
      if (libc.connect(fd, address, address.length) === 0) return fd;
      const errno = libc.errno();
      // A UNIX socket says "again" while the listener's queue is full, and does not tell when it is not.
      const again = wouldBlock(errno) || errno === EINTR || errno === EINPROGRESS;
      if (!again || waited > PATIENCE) throw systemError(errno, 'connect', path);
      await delay(pause, undefined, signal === undefined ? {} : { signal });
    }
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * A close-on-exec duplicate.
 *
 * @throws the system's error: `EBADF`, `EMFILE`
 */
export function duplicate(libc: Libc, fd: number): number {
  const copy = libc.fcntl(fd, libc.layout.F_DUPFD_CLOEXEC, 'int', 3);
  if (copy < 0) throw systemError(libc.errno(), 'dup');
  return copy;
}

export function setCloseOnExec(libc: Libc, fd: number): void {
  libc.fcntl(fd, F_SETFD, 'int', FD_CLOEXEC);
}
