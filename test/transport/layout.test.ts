import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layoutOf } from '../../src/transport/koffi/layout.js';

/** Prints, as JSON, what the platform's own headers say of a layout. */
const PROGRAM = String.raw`
#define _GNU_SOURCE
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(void) {
  printf("{\"msghdr\":{\"size\":%zu,\"iov\":%zu,\"iovlen\":%zu,\"control\":%zu,\"controllen\":%zu,\"flags\":%zu},",
         sizeof(struct msghdr), offsetof(struct msghdr, msg_iov), offsetof(struct msghdr, msg_iovlen),
         offsetof(struct msghdr, msg_control), offsetof(struct msghdr, msg_controllen),
         offsetof(struct msghdr, msg_flags));
  printf("\"cmsghdr\":{\"size\":%zu,\"level\":%zu,\"type\":%zu,\"align\":%zu},", (size_t)CMSG_LEN(0),
         offsetof(struct cmsghdr, cmsg_level), offsetof(struct cmsghdr, cmsg_type),
         (size_t)(CMSG_SPACE(1) - CMSG_SPACE(0)));
  printf("\"sockaddrHasLength\":%s,", offsetof(struct sockaddr_un, sun_family) == 1 ? "true" : "false");
  printf("\"SOL_SOCKET\":%d,\"MSG_CTRUNC\":%d,\"F_DUPFD_CLOEXEC\":%d,\"O_NONBLOCK\":%d,", SOL_SOCKET, MSG_CTRUNC,
         F_DUPFD_CLOEXEC, O_NONBLOCK);
  printf("\"SEEK_DATA\":%d,\"SEEK_HOLE\":%d,", SEEK_DATA, SEEK_HOLE);
#ifdef __APPLE__
  printf("\"TIOCOUTQ\":0,\"SOCK_FLAGS\":0,\"MSG_NOSIGNAL\":0,\"SO_NOSIGPIPE\":%d,\"MSG_CMSG_CLOEXEC\":0}", SO_NOSIGPIPE);
#else
  printf("\"TIOCOUTQ\":%d,\"SOCK_FLAGS\":%d,\"MSG_NOSIGNAL\":%d,\"SO_NOSIGPIPE\":0,\"MSG_CMSG_CLOEXEC\":%d}",
         TIOCOUTQ, SOCK_CLOEXEC | SOCK_NONBLOCK, MSG_NOSIGNAL, MSG_CMSG_CLOEXEC);
#endif
  return 0;
}
`;

const compiler = ['cc', 'gcc', 'clang'].find((name) => spawnSync(name, ['--version']).status === 0);

describe('the layout of a message', () => {
  // Without a compiler, the conformance suite alone shows it: where it is wrong, nothing arrives.
  if (compiler !== undefined) {
    it('is as this platform’s headers have it', () => {
      const directory = mkdtempSync(join(tmpdir(), 'layout-'));
      try {
        const source = join(directory, 'layout.c');
        writeFileSync(source, PROGRAM);
        execFileSync(compiler, ['-o', join(directory, 'layout'), source]);
        const headers: unknown = JSON.parse(execFileSync(join(directory, 'layout'), { encoding: 'utf8' }));
        expect(layoutOf(process.platform, process.arch)).toEqual(headers);
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }

  it('is known of the platforms that koffi is built for and a libvirt client may run on', () => {
    const known = ['linux-x64', 'linux-arm64', 'linux-riscv64', 'linux-loong64', 'darwin-x64', 'darwin-arm64'];
    for (const platform of known) {
      const [os = '', arch = ''] = platform.split('-');
      expect(layoutOf(os, arch)).not.toBeNull();
    }
    expect(layoutOf('linux', 'arm64')).toBe(layoutOf('linux', 'x64'));
    expect(layoutOf('linux', 'ia32')).toBeNull();
    expect(layoutOf('linux', 's390x')).toBeNull();
    expect(layoutOf('win32', 'x64')).toBeNull();
  });
});
