import type { remote_domain_get_job_stats_ret } from '../../protocol/generated/remote/index.js';
import type { DomainJobOperation, DomainJobType } from '../generated/constants.js';
import { readTypedParams, type TypedParamValue } from '../typed-params.js';

/**
 * How far a domain's job is: the parameters of `virDomainGetJobStats`, by the names of their constants, of which each is
 * there if the hypervisor tells it. Times are milliseconds, amounts bytes, unless they are said to be pages.
 */
export interface DomainJobStats {
  /** What kind of job there is: none, one whose end is known, one whose end is not, or one that is over. */
  readonly type: DomainJobType;
  /** What the job does. */
  readonly operation?: DomainJobOperation;
  /** Since the job began. */
  readonly timeElapsed?: bigint;
  /** The same, without the time that handing the guest over took. */
  readonly timeElapsedNet?: bigint;
  /** For a job whose end is known. */
  readonly timeRemaining?: bigint;
  /** How long the guest will stand still; in the end, how long it did. */
  readonly downtime?: bigint;
  /** How long it stood still, without the time that handing it over took. */
  readonly downtimeNet?: bigint;
  /** How long it took to prepare the migration. */
  readonly setupTime?: bigint;
  /** May be less than what is processed and what remains: what the guest changes is sent again. */
  readonly dataTotal?: bigint;
  readonly dataProcessed?: bigint;
  readonly dataRemaining?: bigint;
  readonly memoryTotal?: bigint;
  readonly memoryProcessed?: bigint;
  readonly memoryRemaining?: bigint;
  /** Bytes a second. */
  readonly memoryBps?: bigint;
  /** Pages that are filled with one byte, and so were hardly sent. */
  readonly memoryConstant?: bigint;
  /** Pages that were sent as they are. */
  readonly memoryNormal?: bigint;
  readonly memoryNormalBytes?: bigint;
  /** Pages that the guest changes a second. */
  readonly memoryDirtyRate?: bigint;
  /** Rounds over the guest's memory, from 0. */
  readonly memoryIteration?: bigint;
  /** Bytes of a page. */
  readonly memoryPageSize?: bigint;
  /** Pages that the destination has asked for since the switch to post-copy. */
  readonly memoryPostcopyRequests?: bigint;
  readonly diskTotal?: bigint;
  readonly diskProcessed?: bigint;
  readonly diskRemaining?: bigint;
  /** Bytes a second. */
  readonly diskBps?: bigint;
  /** What a backup's temporary files take. */
  readonly diskTempUsed?: bigint;
  /** What they may take. */
  readonly diskTempTotal?: bigint;
  readonly compressionCache?: bigint;
  readonly compressionBytes?: bigint;
  /** Pages that were compressed. */
  readonly compressionPages?: bigint;
  /** Pages that were not in the cache. */
  readonly compressionCacheMisses?: bigint;
  /** Pages that did not get smaller. */
  readonly compressionOverflow?: bigint;
  /** Percent by which the guest is slowed down, so that the migration comes to an end. */
  readonly autoConvergeThrottle?: number;
  readonly vfioDataTransferred?: bigint;
  /** Of a job that is over. */
  readonly success?: boolean;
  /** Of a job that is over, and failed. */
  readonly errmsg?: string;
  /** What is newer than this library, under a name that is made in the same way. */
  readonly [name: string]: TypedParamValue | readonly TypedParamValue[] | undefined;
}

/** `memory_dirty_rate` is `memoryDirtyRate`. */
export function jobStats({ type, params }: remote_domain_get_job_stats_ret): DomainJobStats {
  const named = Object.entries(readTypedParams(params)).map(([name, value]) => [camel(name), value]);
  return { ...Object.fromEntries(named), type: type as DomainJobType };
}

function camel(name: string): string {
  return name.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
}
