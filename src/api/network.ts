import { procedures } from '../protocol/generated/remote/index.js';
import { DriverFeature } from '../rpc/driver-feature.js';
import type { CallOptions } from '../rpc/options.js';
import { sessionOf } from './connection/base.js';
import { hasFeature } from './driver-feature.js';
import type {
  IPAddrType,
  NetworkUpdateCommand,
  NetworkUpdateFlags,
  NetworkUpdateSection,
} from './generated/constants.js';
import { NetworkMethods } from './generated/methods/network.js';
import { wireOf } from './object.js';
import { remaining } from './remaining.js';

/** C: virNetworkDHCPLease. */
export interface NetworkDHCPLease {
  /** The network's bridge on the host. */
  readonly iface: string;
  /** Seconds since 1970. */
  readonly expirytime: bigint;
  readonly type: IPAddrType;
  readonly mac: string | null;
  /** Of IPv6 alone: which of the client's interfaces it is. */
  readonly iaid: string | null;
  readonly ipaddr: string;
  /** The length of the network's prefix, in bits. */
  readonly prefix: number;
  readonly hostname: string | null;
  /** The client's id, or with IPv6 its DUID. */
  readonly clientid: string | null;
}

/** A virtual network. */
export class Network extends NetworkMethods {
  /**
   * The leases that the network's DHCP server has given.
   *
   * C: [virNetworkGetDHCPLeases](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkGetDHCPLeases)
   *
   * @param mac of the interface whose leases are wanted; `null`: all
   * @param flags none are defined: 0
   * @since libvirt 1.2.6
   */
  async getDHCPLeases(mac: string | null = null, flags = 0, options?: CallOptions): Promise<NetworkDHCPLease[]> {
    const args = { net: wireOf(this), mac, need_results: 1, flags };
    const { leases } = await sessionOf(this.connection).call(procedures.NETWORK_GET_DHCP_LEASES, args, options);
    return leases.map((lease) => ({ ...lease, type: lease.type as IPAddrType }));
  }

  /**
   * Changes one part of a network's description: now, in its definition, or both, as the flags say.
   *
   * C: [virNetworkUpdate](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkUpdate)
   *
   * @param parentIndex which of several parents, from 0, such as the `<ip>` of a `<host>`; -1: the one that fits
   * @param xml the part's element; of one that is deleted as much as it takes to find it
   * @param flags `NetworkUpdateFlags`
   * @since libvirt 0.10.2
   */
  async update(
    command: NetworkUpdateCommand,
    section: NetworkUpdateSection,
    parentIndex: number,
    xml: string,
    flags: NetworkUpdateFlags = 0,
    options?: CallOptions,
  ): Promise<void> {
    const left = remaining(options);
    const ordered = await hasFeature(this.connection, DriverFeature.NETWORK_UPDATE_HAS_CORRECT_ORDER, options);
    // An older daemon takes the one for the other.
    const what = ordered ? { command, section } : { command: section, section: command };
    const args = { net: wireOf(this), ...what, parentIndex, xml, flags };
    await sessionOf(this.connection).call(procedures.NETWORK_UPDATE, args, left());
  }
}
