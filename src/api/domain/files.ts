import { fstatSync } from 'node:fs';
import { invalidArgType, invalidArgValue, outOfRange, ProtocolError } from '../../errors.js';
import { procedures as lxc } from '../../protocol/generated/lxc/index.js';
import { VIR_NET_MESSAGE_NUM_FDS_MAX } from '../../protocol/generated/net/index.js';
import { procedures as qemu } from '../../protocol/generated/qemu/index.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import { descriptorOf, type FileLike } from '../files.js';
import { wireOf } from '../object.js';
import { DomainLife } from './life.js';

/**
 * What a domain exchanges open files with. Files that are given are duplicated before the method returns, and
 * stay the caller's. Descriptors that are returned are the caller's to close; they are close-on-exec, except over
 * usocket, which cannot make them so.
 */
export class DomainFiles extends DomainLife {
  /**
   * Gives the graphics server of a running guest a socket that a client is connected to.
   *
   * C: [virDomainOpenGraphics](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainOpenGraphics)
   *
   * @param idx which of the domain's graphics devices, from 0
   * @param file a socket
   * @param flags `DomainOpenGraphicsFlags`
   * @throws TypeError where the file is not a socket; UnsupportedError where this connection carries no descriptors
   * @since libvirt 0.9.7
   */
  async openGraphics(idx: number, file: FileLike, flags = 0, options?: CallOptions): Promise<void> {
    const fd = descriptorOf(file, 'file');
    if (!fstatSync(fd).isSocket()) throw invalidArgValue('file', 'is not a socket');
    const args = { dom: wireOf(this), idx, flags };
    await sessionOf(this.connection).callCarrying(procedures.DOMAIN_OPEN_GRAPHICS, args, [fd], options);
  }

  /**
   * Connects to the graphics server of a running guest.
   *
   * C: [virDomainOpenGraphicsFD](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainOpenGraphicsFD)
   *
   * @param idx which of the domain's graphics devices, from 0
   * @param flags `DomainOpenGraphicsFlags`
   * @returns a connected socket, which is the caller's to close: `new net.Socket({ fd })` takes it
   * @throws UnsupportedError where this connection carries no descriptors
   * @since libvirt 1.2.8
   */
  async openGraphicsFD(idx: number, flags = 0, options?: CallOptions): Promise<number> {
    const args = { dom: wireOf(this), idx, flags };
    const session = sessionOf(this.connection);
    const { fds } = await session.callWithFds(procedures.DOMAIN_OPEN_GRAPHICS_FD, args, [], options);
    const [fd] = fds;
    if (fd === undefined || fds.length > 1) {
      session.transport.release(fds);
      throw new ProtocolError(`DOMAIN_OPEN_GRAPHICS_FD returned ${fds.length} descriptors instead of 1`);
    }
    return fd;
  }

  /**
   * Gives the daemon open files under a name, by which a disk's `<source fdgroup='…'>` refers to them when the domain is
   * started. They stay with the daemon until this connection ends.
   *
   * C: [virDomainFDAssociate](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainFDAssociate)
   *
   * @param name of the group
   * @param files 1 to 32
   * @param flags `DomainFDAssociateFlags`
   * @throws TypeError, RangeError before anything is sent, for a file that is none or not open; UnsupportedError where
   *   this connection carries no descriptors
   * @since libvirt 9.0.0
   */
  async fdAssociate(name: string, files: readonly FileLike[], flags = 0, options?: CallOptions): Promise<void> {
    const fds = descriptorsOf(files);
    if (fds.length === 0) throw outOfRange('files', 'at least 1 file long', 0);
    const args = { dom: wireOf(this), name, flags };
    await sessionOf(this.connection).callCarrying(procedures.DOMAIN_FD_ASSOCIATE, args, fds, options);
  }

  /**
   * Opens the namespaces of a container.
   *
   * C: [virDomainLxcOpenNamespace](https://libvirt.org/html/libvirt-libvirt-lxc.html#virDomainLxcOpenNamespace)
   *
   * @param flags none are defined: 0
   * @returns a descriptor for each namespace that could be opened, in the order user, ipc, uts, net, pid, mnt; one that
   *   could not is left out, so that `NS_GET_NSTYPE` alone tells which is which
   * @throws UnsupportedError where this connection carries no descriptors
   * @since libvirt 1.0.2
   */
  async lxcOpenNamespace(flags = 0, options?: CallOptions): Promise<number[]> {
    const args = { dom: wireOf(this), flags };
    const { fds } = await sessionOf(this.connection).callWithFds(lxc.DOMAIN_OPEN_NAMESPACE, args, [], options);
    return [...fds];
  }

  /**
   * Sends a command to a guest's qemu, with open files, by SCM_RIGHTS on its monitor. qemu's answer is returned as it is.
   *
   * C: [virDomainQemuMonitorCommandWithFiles](https://libvirt.org/html/libvirt-libvirt-qemu.html#virDomainQemuMonitorCommandWithFiles)
   *
   * @param cmd in JSON
   * @param files 0 to 32; qemu's driver takes no more than one
   * @param flags `DomainQemuMonitorCommandFlags`
   * @returns the answer, and the descriptors that came with it
   * @throws UnsupportedError where this connection carries no descriptors
   * @since libvirt 8.2.0
   */
  async qemuMonitorCommandWithFiles(
    cmd: string,
    files: readonly FileLike[] = [],
    flags = 0,
    options?: CallOptions,
  ): Promise<{ result: string; files: number[] }> {
    const fds = descriptorsOf(files);
    const args = { dom: wireOf(this), cmd, flags };
    const session = sessionOf(this.connection);
    const reply = await session.callWithFds(qemu.DOMAIN_MONITOR_COMMAND_WITH_FILES, args, fds, options);
    return { result: reply.value.result, files: [...reply.fds] };
  }
}

function descriptorsOf(files: readonly FileLike[]): number[] {
  if (!Array.isArray(files)) throw invalidArgType('files', 'an array', files);
  if (files.length > VIR_NET_MESSAGE_NUM_FDS_MAX) {
    throw outOfRange('files', `at most ${VIR_NET_MESSAGE_NUM_FDS_MAX} files long`, files.length);
  }
  return Array.from(files as readonly FileLike[], (file, i) => descriptorOf(file, `files[${i}]`));
}
