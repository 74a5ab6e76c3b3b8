import { outOfRange } from '../../errors.js';
import { procedures } from '../../protocol/generated/remote/index.js';
import { type CallOptions, checkCallOptions } from '../../rpc/options.js';
import type { Domain } from '../domain/domain.js';
import type {
  ConnectGetAllDomainStatsFlags,
  ConnectListAllDomainsFlags,
  DomainStatsTypes,
} from '../generated/constants.js';
import { objectsOf, sessionOf } from './base.js';
import { ConnectionStatistics, type DomainStatsRecord } from './statistics.js';

/** How `Connection.iterateDomainStats` goes through the domains. */
export interface DomainStatsIteration extends CallOptions {
  /** `ConnectGetAllDomainStatsFlags` but for those that choose domains. Default: 0. */
  readonly flags?: ConnectGetAllDomainStatsFlags | undefined;
  /** `ConnectListAllDomainsFlags`: which domains. Default: 0, all. */
  readonly domains?: ConnectListAllDomainsFlags | undefined;
  /** The statistics of how many domains are held at a time. Default: 256. */
  readonly batch?: number | undefined;
}

const BATCH = 256;

/** Going through what is too much to be held. */
export class ConnectionIteration extends ConnectionStatistics {
  /**
   * Every domain that the flags choose, one after the other: what the daemon has listed is held as it came, and a
   * `Domain` is made when it is taken.
   *
   *     for await (const domain of connection.iterateDomains()) …
   *
   * @param flags `ConnectListAllDomainsFlags`; 0: all
   * @throws RemoteError, as `listAllDomains`, when the first is taken
   */
  async *iterateDomains(
    flags: ConnectListAllDomainsFlags = 0,
    options?: CallOptions,
  ): AsyncGenerator<Domain, undefined, undefined> {
    const args = { need_results: 1, flags };
    const { domains } = await sessionOf(this).call(procedures.CONNECT_LIST_ALL_DOMAINS, args, options);
    for (const dom of domains) yield objectsOf(this).domain(dom);
  }

  /**
   * The statistics of domains, one after the other. They are asked for as they are taken, for some domains at a time, so
   * that no more than those are held, and no reply is larger: `getAllDomainStats` gets those of all domains at once. What
   * a domain is told of is of the moment when it was asked about.
   *
   *     for await (const { domain, params } of connection.iterateDomainStats(DomainStatsTypes.CPU_TOTAL)) …
   *
   * @param stats which groups: members of `DomainStatsTypes`; 0: all that the hypervisor has
   * @returns nothing of a domain that is gone meanwhile
   * @throws RangeError for a `batch` that is none; RemoteError when what it is about would be taken
   */
  iterateDomainStats(
    stats: DomainStatsTypes = 0,
    options: DomainStatsIteration = {},
  ): AsyncGenerator<DomainStatsRecord, undefined, undefined> {
    checkCallOptions(options);
    const { batch = BATCH } = options;
    if (!(Number.isInteger(batch) && batch > 0)) throw outOfRange('options.batch', 'an integer, 1 or more', batch);
    return iterateStats(this, stats, batch, options);
  }
}

async function* iterateStats(
  connection: ConnectionIteration,
  stats: DomainStatsTypes,
  batch: number,
  { domains, flags = 0, signal, timeout }: DomainStatsIteration,
): AsyncGenerator<DomainStatsRecord, undefined, undefined> {
  const options = { signal, timeout };
  let some: Domain[] = [];
  for await (const domain of connection.iterateDomains(domains, options)) {
    some.push(domain);
    if (some.length < batch) continue;
    yield* await connection.domainListGetStats(some, stats, flags, options);
    some = [];
  }
  if (some.length > 0) yield* await connection.domainListGetStats(some, stats, flags, options);
}
