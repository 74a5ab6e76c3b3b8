/**
 * Where the members of the structures lie that `sendmsg` and `recvmsg` take, in bytes, and the numbers that go with
 * them: facts of each platform's C headers.
 */
export interface Layout {
  readonly msghdr: {
    readonly size: number;
    readonly iov: number;
    readonly iovlen: number;
    readonly control: number;
    readonly controllen: number;
    readonly flags: number;
  };
  readonly cmsghdr: {
    /** Its length, and so where the data begin. */
    readonly size: number;
    readonly level: number;
    readonly type: number;
    /** What the next one is aligned to. */
    readonly align: number;
  };
  /** Whether `sockaddr_un` begins with `sun_len` and `sun_family`, a byte each; else `sun_family` has two bytes. */
  readonly sockaddrHasLength: boolean;
  readonly SOL_SOCKET: number;
  /** For `socket`: close-on-exec and non-blocking. 0: they are set afterwards. */
  readonly SOCK_FLAGS: number;
  /** For `send` and `sendmsg`. 0: `SO_NOSIGPIPE` is set instead. */
  readonly MSG_NOSIGNAL: number;
  readonly SO_NOSIGPIPE: number;
  /** For `recvmsg`. 0: each descriptor is set close-on-exec when it has come. */
  readonly MSG_CMSG_CLOEXEC: number;
  readonly MSG_CTRUNC: number;
  readonly F_DUPFD_CLOEXEC: number;
  readonly O_NONBLOCK: number;
  /** For `ioctl`: how much of what was sent the peer has not read. 0: there is no such question for UNIX sockets. */
  readonly TIOCOUTQ: number;
  /** For `lseek`. */
  readonly SEEK_DATA: number;
  readonly SEEK_HOLE: number;
}

/**
 * Linux with 64 bits: x64, arm64, riscv64, … glibc's `size_t` members and musl's 32-bit ones beside a padding of zeros
 * lie alike where the low bytes come first.
 */
const LINUX: Layout = {
  msghdr: { size: 56, iov: 16, iovlen: 24, control: 32, controllen: 40, flags: 48 },
  cmsghdr: { size: 16, level: 8, type: 12, align: 8 },
  sockaddrHasLength: false,
  SOL_SOCKET: 1,
  SOCK_FLAGS: 0o2000000 | 0o4000,
  MSG_NOSIGNAL: 0x4000,
  SO_NOSIGPIPE: 0,
  MSG_CMSG_CLOEXEC: 0x40000000,
  MSG_CTRUNC: 0x8,
  F_DUPFD_CLOEXEC: 1030,
  O_NONBLOCK: 0o4000,
  TIOCOUTQ: 0x5411,
  SEEK_DATA: 3,
  SEEK_HOLE: 4,
};

/** macOS, x64 and arm64. A `cmsghdr` has 12 bytes there, and is aligned to 4. */
const DARWIN: Layout = {
  msghdr: { size: 48, iov: 16, iovlen: 24, control: 32, controllen: 40, flags: 44 },
  cmsghdr: { size: 12, level: 4, type: 8, align: 4 },
  sockaddrHasLength: true,
  SOL_SOCKET: 0xffff,
  SOCK_FLAGS: 0,
  MSG_NOSIGNAL: 0,
  SO_NOSIGPIPE: 0x1022,
  MSG_CMSG_CLOEXEC: 0,
  MSG_CTRUNC: 0x20,
  F_DUPFD_CLOEXEC: 67,
  O_NONBLOCK: 0x4,
  TIOCOUTQ: 0,
  SEEK_DATA: 4,
  SEEK_HOLE: 3,
};

/** The layouts by `process.platform` and `process.arch`. */
const LAYOUTS: Readonly<Record<string, Layout>> = {
  'linux-x64': LINUX,
  'linux-arm64': LINUX,
  'linux-riscv64': LINUX,
  'linux-loong64': LINUX,
  'darwin-x64': DARWIN,
  'darwin-arm64': DARWIN,
};

/** `null` where the layout is not known. */
export function layoutOf(platform: string, arch: string): Layout | null {
  return LAYOUTS[`${platform}-${arch}`] ?? null;
}
