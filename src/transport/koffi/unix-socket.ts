import { patiently } from '../patience.js';
import { systemError } from '../system-error.js';
import { checkUnixPath } from '../unix-path.js';
import type { Libc } from './libc.js';

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const F_SETFD = 2;
const F_SETFL = 4;
const FD_CLOEXEC = 1;

/** `struct sockaddr_un`, as far as it counts. */
function sockaddr({ layout }: Libc, path: string): Uint8Array {
  const name = Buffer.from(path);
  const address = Buffer.alloc(2 + name.length + 1);
  if (layout.sockaddrHasLength) address.set([address.length, AF_UNIX]);
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
  checkUnixPath(path);
  const address = sockaddr(libc, path);
  const fd = makeSocket(libc);
  try {
    await patiently(() => {
      if (libc.connect(fd, address, address.length) < 0) throw systemError(libc.errno(), 'connect', path);
    }, signal);
    return fd;
  } catch (error) {
    libc.close(fd);
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

/** The bytes that were sent on a socket and that the peer has not read. `null`: the system does not tell. */
export function unreadBy(libc: Libc, fd: number): number | null {
  const { TIOCOUTQ } = libc.layout;
  if (TIOCOUTQ === 0) return null;
  const answer = new Int32Array(1);
  if (libc.ioctl(fd, TIOCOUTQ, 'void *', new Uint8Array(answer.buffer)) < 0) throw systemError(libc.errno(), 'ioctl');
  return answer[0] as number;
}

export function setCloseOnExec(libc: Libc, fd: number): void {
  libc.fcntl(fd, F_SETFD, 'int', FD_CLOEXEC);
}
