import { outOfRange } from '../../errors.js';
import {
  procedures,
  REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX,
  REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX,
} from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import type { DomainMemoryFlags } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { DomainUsage } from './usage.js';

/** A look into a domain's disks and memory, from outside. */
export class DomainPeek extends DomainUsage {
  /**
   * Reads a part of a disk's image, as it lies on the host.
   *
   * C: [virDomainBlockPeek](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainBlockPeek)
   *
   * @param disk the disk's target, such as `'vda'`, or its source's path
   * @param offset bytes
   * @param size bytes, at most 4 MiB (4,194,304), which is all that a reply carries
   * @param flags none are defined: 0
   * @throws RangeError for a larger `size`, before it is sent
   * @since libvirt 0.4.2
   */
  async blockPeek(disk: string, offset: bigint, size: number, flags = 0, options?: CallOptions): Promise<Uint8Array> {
    checkSize(size, REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX);
    const args = { dom: wireOf(this), path: disk, offset, size, flags };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_BLOCK_PEEK, args, options)).buffer;
  }

  /**
   * Reads a part of a running domain's memory.
   *
   * C: [virDomainMemoryPeek](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMemoryPeek)
   *
   * @param start the address
   * @param size bytes, at most 4 MiB (4,194,304), which is all that a reply carries
   * @param flags what kind of address it is: `DomainMemoryFlags.VIRTUAL`, as the first virtual processor sees it, or
   *   `DomainMemoryFlags.PHYSICAL`
   * @throws RangeError for a larger `size`, before it is sent
   * @since libvirt 0.4.2, for qemu
   */
  async memoryPeek(start: bigint, size: number, flags: DomainMemoryFlags, options?: CallOptions): Promise<Uint8Array> {
    checkSize(size, REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX);
    const args = { dom: wireOf(this), offset: start, size, flags };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_MEMORY_PEEK, args, options)).buffer;
  }
}

function checkSize(size: number, most: number): void {
  if (!(size <= most)) throw outOfRange('size', `at most ${most} bytes`, size);
}
