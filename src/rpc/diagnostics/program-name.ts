import { PROGRAM as ADMIN } from '../../protocol/generated/admin/index.js';
import { PROGRAM as KEEPALIVE } from '../../protocol/generated/keepalive/index.js';
import { PROGRAM as LXC } from '../../protocol/generated/lxc/index.js';
import { PROGRAM as QEMU } from '../../protocol/generated/qemu/index.js';
import { PROGRAM as REMOTE } from '../../protocol/generated/remote/index.js';

/** A program of a daemon's, by its number: `'remote'`. */
export function programName(program: number): string {
  switch (program) {
    case REMOTE:
      return 'remote';
    case QEMU:
      return 'qemu';
    case LXC:
      return 'lxc';
    case ADMIN:
      return 'admin';
    case KEEPALIVE:
      return 'keepalive';
    default:
      return `0x${program.toString(16)}`;
  }
}
