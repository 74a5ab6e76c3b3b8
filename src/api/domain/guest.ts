import { invalidArgType, outOfRange } from '../../errors.js';
import { procedures, REMOTE_DOMAIN_SEND_KEY_MAX } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import type { DomainInterfaceAddressesSource, IPAddrType, KeycodeSet } from '../generated/constants.js';
import { wireOf } from '../object.js';
import { DomainPeek } from './peek.js';

/** C: virDomainFSInfo. */
export interface DomainFSInfo {
  readonly mountpoint: string;
  /** As the guest calls it: `'vda1'`, or a volume's GUID. */
  readonly name: string;
  /** `'ext4'`, … */
  readonly fstype: string;
  /** The targets of the disks that it lies on: `['vda']`. */
  readonly devAlias: readonly string[];
}

/** C: virDomainIPAddress. */
export interface DomainIPAddress {
  readonly type: IPAddrType;
  readonly addr: string;
  /** The length of the network's prefix, in bits. */
  readonly prefix: number;
}

/** C: virDomainInterface. */
export interface DomainInterface {
  /** As the source calls it: the guest's name of it, or the host's. */
  readonly name: string;
  /** `null` where it has none. */
  readonly hwaddr: string | null;
  readonly addrs: readonly DomainIPAddress[];
}

/** What is asked of a running guest, or done to it. Most of it needs the guest's agent. */
export class DomainGuest extends DomainPeek {
  /**
   * The file systems that a running guest has mounted.
   *
   * C: [virDomainGetFSInfo](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetFSInfo)
   *
   * @param flags none are defined: 0
   * @throws RemoteError `VIR_ERR_ARGUMENT_UNSUPPORTED` where the domain has no guest agent; `VIR_ERR_AGENT_UNRESPONSIVE`
   *   where its agent does not answer
   * @since libvirt 1.2.11
   */
  async getFSInfo(flags = 0, options?: CallOptions): Promise<DomainFSInfo[]> {
    const args = { dom: wireOf(this), flags };
    const { info } = await sessionOf(this.connection).call(procedures.DOMAIN_GET_FSINFO, args, options);
    return info.map(({ mountpoint, name, fstype, dev_aliases }) => ({
      mountpoint,
      name,
      fstype,
      devAlias: dev_aliases,
    }));
  }

  /**
   * Has a running guest write its file systems out, and write nothing more to them until `fsThaw`.
   *
   * C: [virDomainFSFreeze](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainFSFreeze)
   *
   * @param mountpoints which; none: all
   * @param flags none are defined: 0
   * @returns how many file systems are frozen
   * @throws as `getFSInfo`
   * @since libvirt 1.2.5
   */
  async fsFreeze(mountpoints: readonly string[] = [], flags = 0, options?: CallOptions): Promise<number> {
    const args = { dom: wireOf(this), mountpoints, flags };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_FSFREEZE, args, options)).filesystems;
  }

  /**
   * Lets a running guest write to its file systems again.
   *
   * C: [virDomainFSThaw](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainFSThaw)
   *
   * @param mountpoints which; none: all. qemu's agent thaws all, whatever is given
   * @param flags none are defined: 0
   * @returns how many file systems are thawed
   * @throws as `getFSInfo`
   * @since libvirt 1.2.5
   */
  async fsThaw(mountpoints: readonly string[] = [], flags = 0, options?: CallOptions): Promise<number> {
    const args = { dom: wireOf(this), mountpoints, flags };
    return (await sessionOf(this.connection).call(procedures.DOMAIN_FSTHAW, args, options)).filesystems;
  }

  /**
   * The addresses of a running guest's network interfaces.
   *
   * C: [virDomainInterfaceAddresses](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainInterfaceAddresses)
   *
   * @param source who is asked: the leases of libvirt's networks, the guest's agent, or the host's ARP table
   * @param flags none are defined: 0
   * @returns the interfaces that the source knows
   * @since libvirt 1.2.14
   */
  async interfaceAddresses(
    source: DomainInterfaceAddressesSource,
    flags = 0,
    options?: CallOptions,
  ): Promise<DomainInterface[]> {
    const args = { dom: wireOf(this), source, flags };
    const { ifaces } = await sessionOf(this.connection).call(procedures.DOMAIN_INTERFACE_ADDRESSES, args, options);
    return ifaces.map(({ name, hwaddr, addrs }) => ({
      name,
      hwaddr,
      addrs: addrs.map(({ type, addr, prefix }) => ({ type: type as IPAddrType, addr, prefix })),
    }));
  }

  /**
   * The time of a running guest's clock, since 1970 in UTC.
   *
   * C: [virDomainGetTime](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetTime)
   *
   * @param flags none are defined: 0
   * @throws as `getFSInfo`
   * @since libvirt 1.2.5
   */
  async getTime(flags = 0, options?: CallOptions): Promise<{ seconds: bigint; nseconds: number }> {
    const args = { dom: wireOf(this), flags };
    const { seconds, nseconds } = await sessionOf(this.connection).call(procedures.DOMAIN_GET_TIME, args, options);
    return { seconds, nseconds };
  }

  /**
   * The SSH keys that a running guest's user may log in with.
   *
   * C:
   * [virDomainAuthorizedSSHKeysGet](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainAuthorizedSSHKeysGet)
   *
   * @param flags none are defined: 0
   * @returns the lines of its `authorized_keys`
   * @throws as `getFSInfo`
   * @since libvirt 6.10.0
   */
  async authorizedSSHKeysGet(user: string, flags = 0, options?: CallOptions): Promise<string[]> {
    const args = { dom: wireOf(this), user, flags };
    const { keys } = await sessionOf(this.connection).call(procedures.DOMAIN_AUTHORIZED_SSH_KEYS_GET, args, options);
    return [...keys];
  }

  /**
   * Presses keys of a running guest's keyboard together, and lets go of them.
   *
   * C: [virDomainSendKey](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSendKey)
   *
   * @param codeset whose numbers the keys have
   * @param holdtime milliseconds; 0: the hypervisor chooses
   * @param keycodes 1 to 16
   * @param flags none are defined: 0
   * @throws RangeError for more keys, before they are sent
   * @since libvirt 0.9.3
   */
  async sendKey(
    codeset: KeycodeSet,
    holdtime: number,
    keycodes: readonly number[],
    flags = 0,
    options?: CallOptions,
  ): Promise<void> {
    if (!Array.isArray(keycodes)) throw invalidArgType('keycodes', 'an array', keycodes);
    if (keycodes.length < 1 || keycodes.length > REMOTE_DOMAIN_SEND_KEY_MAX) {
      throw outOfRange('keycodes', `1 to ${REMOTE_DOMAIN_SEND_KEY_MAX} keys long`, keycodes.length);
    }
    const args = { dom: wireOf(this), codeset, holdtime, keycodes, flags };
    await sessionOf(this.connection).call(procedures.DOMAIN_SEND_KEY, args, options);
  }
}
