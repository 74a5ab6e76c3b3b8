import { invalidArgType, invalidArgValue } from '../../errors.js';
import type { remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { objectArgument } from '../arguments.js';
import { DomainBase } from '../base/domain.js';
import type { Domain } from '../domain/domain.js';
import type { ConnectGetAllDomainStatsFlags, DomainStatsTypes } from '../generated/constants.js';
import type { TypedParams } from '../typed-params.js';
import { objectsOf, sessionOf } from './base.js';
import { ConnectionNode } from './node.js';
import { statsProcedure } from './stats-reply.js';

/** C: virDomainStatsRecord. */
export interface DomainStatsRecord {
  readonly domain: Domain;
  /** What `DomainStats` names, of the groups that were asked for and that the hypervisor has. */
  readonly params: TypedParams;
}

/** The statistics of many domains in one call. */
export class ConnectionStatistics extends ConnectionNode {
  /**
   * The statistics of every domain that the flags choose.
   *
   *     for (const { domain, params } of await connection.getAllDomainStats(DomainStatsTypes.CPU_TOTAL)) {
   *       console.log(domain.name, params['cpu.time']);
   *     }
   *
   * C: [virConnectGetAllDomainStats](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStats)
   *
   * @param stats which groups: members of `DomainStatsTypes`; 0: all that the hypervisor has
   * @param flags `ConnectGetAllDomainStatsFlags`; 0: all domains
   * @returns nothing of a domain that is gone meanwhile, and what could be had without waiting of one that is busy
   * @since libvirt 1.2.8
   */
  async getAllDomainStats(
    stats: DomainStatsTypes = 0,
    flags: ConnectGetAllDomainStatsFlags = 0,
    options?: CallOptions,
  ): Promise<DomainStatsRecord[]> {
    return this.#stats([], stats, flags, options);
  }

  /**
   * The statistics of some domains of this connection.
   *
   * C: [virDomainListGetStats](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainListGetStats)
   *
   * @param domains at least one
   * @param stats which groups: members of `DomainStatsTypes`; 0: all that the hypervisor has
   * @param flags `ConnectGetAllDomainStatsFlags`: none of those that choose domains
   * @returns nothing of a domain that is gone meanwhile, and what could be had without waiting of one that is busy
   * @throws TypeError, before it is sent, where there is none, or one is another connection's
   * @since libvirt 1.2.8
   */
  async domainListGetStats(
    domains: readonly Domain[],
    stats: DomainStatsTypes = 0,
    flags: ConnectGetAllDomainStatsFlags = 0,
    options?: CallOptions,
  ): Promise<DomainStatsRecord[]> {
    if (!Array.isArray(domains)) throw invalidArgType('domains', 'an array', domains);
    // To the daemon an empty list is that of all domains.
    if (domains.length === 0) throw invalidArgValue('domains', 'must have at least one member');
    const doms = domains.map((domain: Domain, i) => {
      const wire = objectArgument(`domains[${i}]`, domain, DomainBase);
      if ((domain.connection as unknown) !== this) {
        throw invalidArgValue(`domains[${i}]`, 'is a domain of another connection');
      }
      return wire;
    });
    return this.#stats(doms, stats, flags, options);
  }

  async #stats(
    doms: readonly remote_nonnull_domain[],
    stats: number,
    flags: number,
    options: CallOptions | undefined,
  ): Promise<DomainStatsRecord[]> {
    const args = { doms, stats, flags };
    const records = await sessionOf(this).call(statsProcedure(), args, options);
    const { domain } = objectsOf(this);
    return records.map(({ dom, params }) => ({ domain: domain(dom), params }));
  }
}
