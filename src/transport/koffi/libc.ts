import { UnsupportedError } from '../../errors.js';
import { type Layout, layoutOf } from './layout.js';

/** The functions of the C library that a socket with descriptors needs, and a file with holes. Buffers go by their address. */
export interface Libc {
  readonly layout: Layout;
  socket(domain: number, type: number, protocol: number): number;
  connect(fd: number, address: Uint8Array, length: number): number;
  /** Unlike Node's own, this does not warn in a worker thread of a descriptor that Node has not opened there. */
  close(fd: number): number;
  setsockopt(fd: number, level: number, name: number, value: Uint8Array, length: number): number;
  send(fd: number, bytes: Uint8Array, length: number, flags: number): number;
  sendmsg(fd: number, header: bigint, flags: number): number;
  recvmsg(fd: number, header: bigint, flags: number): number;
  /** `fcntl` with an `int` as its third argument, which is a variadic one. */
  fcntl(fd: number, command: number, type: 'int', argument: number): number;
  /** `ioctl` that writes an `int`. */
  ioctl(fd: number, request: number, type: 'void *', answer: Uint8Array): number;
  /** An offset is a `bigint` where a `number` cannot be exact. */
  lseek(fd: number, offset: number | bigint, whence: number): number | bigint;
  /** That of the last call. */
  errno(): number;
  addressOf(bytes: Uint8Array): bigint;
}

const INSTALL = 'install it without --omit=optional, which leaves out its prebuilt code';

/**
 * The C library of this process, through koffi.
 *
 * @throws UnsupportedError where koffi cannot be loaded, or does not help
 */
export async function loadLibc(): Promise<Libc> {
  const { platform, arch } = process;
  const layout = layoutOf(platform, arch);
  if (layout === null) {
    throw new UnsupportedError(
      `descriptors by koffi are not supported on ${platform} ${arch}; on Linux, the package usocket carries them`,
    );
  }
  const { default: koffi } = await import('koffi').catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new UnsupportedError(`the package koffi cannot be loaded (${why}): ${INSTALL}`, { cause });
  });
  const libc = koffi.load(null);
  return {
    layout,
    socket: libc.func('int socket(int, int, int)'),
    connect: libc.func('int connect(int, void *, unsigned int)'),
    close: libc.func('int close(int)'),
    setsockopt: libc.func('int setsockopt(int, int, int, void *, unsigned int)'),
    send: libc.func('long send(int, void *, size_t, int)'),
    sendmsg: libc.func('long sendmsg(int, void *, int)'),
    recvmsg: libc.func('long recvmsg(int, void *, int)'),
    fcntl: libc.func('int fcntl(int, int, ...)'),
    ioctl: libc.func('int ioctl(int, unsigned long, ...)'),
    lseek: libc.func('int64_t lseek(int, int64_t, int)'),
    errno: () => koffi.errno(),
    addressOf: (bytes) => koffi.address(bytes),
  };
}
