import { outOfRange, ProtocolError } from '../../errors.js';
import {
  procedures,
  REMOTE_DOMAIN_DISK_ERRORS_MAX,
  REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX,
  REMOTE_DOMAIN_MEMORY_STATS_MAX,
  type remote_typed_param,
} from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/base.js';
import { stringOkay } from '../counted-params.js';
import { cpuCountOf, cpuMapLength, readCpuMaps } from '../cpu-map.js';
import {
  type DomainDiskErrorCode,
  DomainMemoryStatTags,
  type TypedParameterFlags,
  type VcpuState,
} from '../generated/constants.js';
import { wireOf } from '../object.js';
import { remaining } from '../remaining.js';
import { readTypedParams, type TypedParams } from '../typed-params.js';
import { DomainPinning } from './pinning.js';

/** C: virVcpuInfo, and the map of where it may run. */
export interface VcpuInfo {
  readonly number: number;
  readonly state: VcpuState;
  /** Nanoseconds of processor time that it has used. */
  readonly cpuTime: bigint;
  /** The host's processor that it runs on, or a member of `VcpuHostCpuState`. */
  readonly cpu: number;
  /** Whether it may run on it, for each of the host's processors. */
  readonly cpuMap: boolean[];
}

/**
 * What is known of a domain's memory: what `DomainMemoryStatTags` names, in lower case. KiB, except of `major_fault`,
 * `minor_fault`, `hugetlb_pgalloc` and `hugetlb_pgfail`, which are counts, and of `last_update`, in seconds since 1970.
 * What is newer than this library has its tag's number.
 */
export type DomainMemoryStats = {
  readonly [Name in Lowercase<keyof typeof DomainMemoryStatTags>]?: bigint;
} & { readonly [tag: number]: bigint };

/** C: virDomainDiskError. */
export interface DomainDiskError {
  /** The disk's target: `'vda'`. */
  readonly disk: string;
  readonly error: DomainDiskErrorCode;
}

const TAGS = new Map<number, string>(
  Object.entries(DomainMemoryStatTags).map(([name, tag]) => [tag, name.toLowerCase()]),
);

/** What a domain uses of its host. */
export class DomainUsage extends DomainPinning {
  /**
   * What each virtual processor of a running domain is doing, and where.
   *
   * C: [virDomainGetVcpus](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetVcpus)
   */
  async getVcpus(options?: CallOptions): Promise<VcpuInfo[]> {
    const left = remaining(options);
    const session = sessionOf(this.connection);
    const count = await cpuCountOf(this.connection, options);
    const dom = wireOf(this);
    const { nrVirtCpu: maxinfo } = await session.call(procedures.DOMAIN_GET_INFO, { dom }, left());
    const args = { dom, maxinfo, maplen: cpuMapLength(count) };
    const { info, cpumaps } = await session.call(procedures.DOMAIN_GET_VCPUS, args, left());
    const maps = readCpuMaps(cpumaps, info.length, count);
    return info.map(({ number, state, cpu_time, cpu }, i) => ({
      number,
      state: state as VcpuState,
      cpuTime: cpu_time,
      cpu,
      cpuMap: maps[i] ?? [],
    }));
  }

  /**
   * The processor time that a running domain has used: in all, or on each of the host's processors.
   *
   * C: [virDomainGetCPUStats](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetCPUStats)
   *
   * @param startCPU the first of the host's processors; −1: all together
   * @param ncpus how many of them; 0: to the last. All together are 1
   * @param flags `TypedParameterFlags`
   * @returns an object for each processor, or one for all together: `cpu_time` and so on, in nanoseconds, as
   *   `DomainCPUStats` names them
   * @since libvirt 0.9.10
   */
  async getCPUStats(
    startCPU = -1,
    ncpus: number = startCPU === -1 ? 1 : 0,
    flags: TypedParameterFlags = 0,
    options?: CallOptions,
  ): Promise<TypedParams[]> {
    if (!Number.isInteger(startCPU) || startCPU < -1) throw outOfRange('startCPU', 'an integer, −1 or more', startCPU);
    if (!Number.isInteger(ncpus) || ncpus < 0) throw outOfRange('ncpus', 'an integer, 0 or more', ncpus);
    if (startCPU === -1 && ncpus !== 1) throw outOfRange('ncpus', '1 where startCPU is −1', ncpus);
    const left = remaining(options);
    const okay = flags | (await stringOkay(this.connection, options));
    const ask = (nparams: number, start: number, howMany: number) =>
      sessionOf(this.connection).call(
        procedures.DOMAIN_GET_CPU_STATS,
        { dom: wireOf(this), nparams, start_cpu: start, ncpus: howMany, flags: okay },
        left(),
      );
    // As in C: asked for no parameters the daemon says how many there are, and for none of no processors how many of these.
    const { nparams } = await ask(0, startCPU, 1);
    if (nparams === 0) return [];
    const last = ncpus > 0 ? startCPU + ncpus : (await ask(0, 0, 0)).nparams;
    const found: TypedParams[] = [];
    for (let start = startCPU; start < last; ) {
      const howMany = Math.min(last - start, REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX);
      const reply = await ask(nparams, start, howMany);
      found.push(...perCPU(reply.params, reply.nparams));
      start += howMany;
    }
    return found;
  }

  /**
   * What is known of a running domain's memory. Of most of it the guest's balloon driver has to tell.
   *
   * C: [virDomainMemoryStats](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainMemoryStats)
   *
   * @param flags none are defined: 0
   * @since libvirt 0.7.5
   */
  async memoryStats(flags = 0, options?: CallOptions): Promise<DomainMemoryStats> {
    const args = { dom: wireOf(this), maxStats: REMOTE_DOMAIN_MEMORY_STATS_MAX, flags };
    const { stats } = await sessionOf(this.connection).call(procedures.DOMAIN_MEMORY_STATS, args, options);
    return Object.fromEntries(stats.map(({ tag, val }) => [TAGS.get(tag) ?? tag, val]));
  }

  /**
   * The disks of a running domain whose last I/O failed.
   *
   * C: [virDomainGetDiskErrors](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetDiskErrors)
   *
   * @param flags none are defined: 0
   * @returns none where all work
   * @since libvirt 0.9.10
   */
  async getDiskErrors(flags = 0, options?: CallOptions): Promise<DomainDiskError[]> {
    const args = { dom: wireOf(this), maxerrors: REMOTE_DOMAIN_DISK_ERRORS_MAX, flags };
    const { errors } = await sessionOf(this.connection).call(procedures.DOMAIN_GET_DISK_ERRORS, args, options);
    return errors.map(({ disk, error }) => ({ disk, error: error as DomainDiskErrorCode }));
  }
}

/** The parameters of each processor, of a reply that holds those of several, so many of each, one after the other. */
function perCPU(params: readonly remote_typed_param[], each: number): TypedParams[] {
  if (params.length > 0 && !(each > 0 && params.length % each === 0)) {
    throw new ProtocolError(`DOMAIN_GET_CPU_STATS returned ${params.length} parameters, ${each} of each processor`);
  }
  const found: TypedParams[] = [];
  for (let i = 0; i < params.length; i += each) found.push(readTypedParams(params.slice(i, i + each)));
  return found;
}
