import { invalidArgType, outOfRange } from '../../errors.js';
import { procedures, REMOTE_DOMAIN_LIST_MAX } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { type AskCounted, counted } from '../counted-params.js';
import { readCpuMap } from '../cpu-map.js';
import type { NodeAllocPagesFlags } from '../generated/constants.js';
import { sessionOf } from './base.js';
import { ConnectionDomains } from './domains.js';

/** A statistic of the host, as the wire has it. */
interface Stat {
  readonly field: string;
  readonly value: bigint;
}

/** The processors and the memory of the host. */
export class ConnectionNode extends ConnectionDomains {
  /**
   * The processor time that the host has used since it booted.
   *
   * C: [virNodeGetCPUStats](https://libvirt.org/html/libvirt-libvirt-host.html#virNodeGetCPUStats)
   *
   * @param cpuNum one of its processors, from 0; −1, `NodeGetCPUStatsAllCPUs.CPU_STATS_ALL_CPUS`: all together
   * @param flags none are defined: 0
   * @returns nanoseconds: `kernel`, `user`, `idle` and so on, as `NodeCPUStats` names them; `utilization` is in percent
   * @since libvirt 0.9.3
   */
  async nodeGetCPUStats(cpuNum = -1, flags = 0, options?: CallOptions): Promise<Record<string, bigint>> {
    const ask: AskCounted<Stat> = (nparams, options) =>
      sessionOf(this).call(procedures.NODE_GET_CPU_STATS, { cpuNum, nparams, flags }, options);
    return byField(await counted(ask, options));
  }

  /**
   * The host's memory.
   *
   * C: [virNodeGetMemoryStats](https://libvirt.org/html/libvirt-libvirt-host.html#virNodeGetMemoryStats)
   *
   * @param cellNum one of its NUMA cells; −1, `NodeGetMemoryStatsAllCells.MEMORY_STATS_ALL_CELLS`: all together
   * @param flags none are defined: 0
   * @returns KiB: `total`, `free` and so on, as `NodeMemoryStats` names them
   * @since libvirt 0.9.3
   */
  async nodeGetMemoryStats(cellNum = -1, flags = 0, options?: CallOptions): Promise<Record<string, bigint>> {
    const ask: AskCounted<Stat> = (nparams, options) =>
      sessionOf(this).call(procedures.NODE_GET_MEMORY_STATS, { nparams, cellNum, flags }, options);
    return byField(await counted(ask, options));
  }

  /**
   * Which of the host's processors are online.
   *
   * C: [virNodeGetCPUMap](https://libvirt.org/html/libvirt-libvirt-host.html#virNodeGetCPUMap)
   *
   * @param flags none are defined: 0
   * @returns how many processors there are, how many of them are online, and whether each is
   * @since libvirt 1.0.0
   */
  async nodeGetCPUMap(flags = 0, options?: CallOptions): Promise<{ cpus: number; online: number; map: boolean[] }> {
    const args = { need_map: 1, need_online: 1, flags };
    const { cpumap, online, ret } = await sessionOf(this).call(procedures.NODE_GET_CPU_MAP, args, options);
    return { cpus: ret, online, map: readCpuMap(cpumap, ret) };
  }

  /**
   * The free memory of NUMA cells.
   *
   * C: [virNodeGetCellsFreeMemory](https://libvirt.org/html/libvirt-libvirt-host.html#virNodeGetCellsFreeMemory)
   *
   * @param startCell the first cell
   * @param maxCells how many at most
   * @returns bytes, of each cell from the first on
   * @since libvirt 0.3.3
   */
  async nodeGetCellsFreeMemory(startCell: number, maxCells: number, options?: CallOptions): Promise<bigint[]> {
    const args = { startCell, maxcells: maxCells };
    return [...(await sessionOf(this).call(procedures.NODE_GET_CELLS_FREE_MEMORY, args, options)).cells];
  }

  /**
   * How many pages of NUMA cells are free.
   *
   * C: [virNodeGetFreePages](https://libvirt.org/html/libvirt-libvirt-host.html#virNodeGetFreePages)
   *
   * @param pages the sizes of the pages that are counted, in KiB
   * @param startCell the first cell; −1: the host as a whole, with a `cellCount` of 1
   * @param cellCount how many cells
   * @param flags none are defined: 0
   * @returns of each cell, an array as long as `pages`
   * @since libvirt 1.2.6
   */
  async nodeGetFreePages(
    pages: readonly number[],
    startCell: number,
    cellCount: number,
    flags = 0,
    options?: CallOptions,
  ): Promise<bigint[][]> {
    if (!Array.isArray(pages)) throw invalidArgType('pages', 'an array', pages);
    if (pages.length === 0) throw outOfRange('pages', 'at least 1 page size long', 0);
    const args = { pages, startCell, cellCount, flags };
    const { counts } = await sessionOf(this).call(procedures.NODE_GET_FREE_PAGES, args, options);
    const cells: bigint[][] = [];
    for (let i = 0; i < counts.length; i += pages.length) cells.push(counts.slice(i, i + pages.length));
    return cells;
  }

  /**
   * Changes the pools of huge pages of NUMA cells.
   *
   * C: [virNodeAllocPages](https://libvirt.org/html/libvirt-libvirt-host.html#virNodeAllocPages)
   *
   * @param pageSizes the sizes of the pages, in KiB
   * @param pageCounts how many of each size to add, or with `NodeAllocPagesFlags.SET` to have
   * @param startCell the first cell; −1: the host as a whole, with a `cellCount` of 1
   * @param cellCount how many cells
   * @param flags `NodeAllocPagesFlags`
   * @returns how many cells' pools were changed
   * @throws RangeError where `pageCounts` is not as long as `pageSizes`, before it is sent
   * @since libvirt 1.2.9
   */
  async nodeAllocPages(
    pageSizes: readonly number[],
    pageCounts: readonly bigint[],
    startCell: number,
    cellCount: number,
    flags: NodeAllocPagesFlags = 0,
    options?: CallOptions,
  ): Promise<number> {
    if (!Array.isArray(pageSizes)) throw invalidArgType('pageSizes', 'an array', pageSizes);
    if (!Array.isArray(pageCounts)) throw invalidArgType('pageCounts', 'an array', pageCounts);
    if (pageCounts.length !== pageSizes.length) {
      throw outOfRange('pageCounts.length', `${pageSizes.length}, as pageSizes.length is`, pageCounts.length);
    }
    const args = { pageSizes, pageCounts, startCell, cellCount, flags };
    return (await sessionOf(this).call(procedures.NODE_ALLOC_PAGES, args, options)).ret;
  }

  /**
   * The processor models that can be given to a domain.
   *
   * C: [virConnectGetCPUModelNames](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectGetCPUModelNames)
   *
   * @param arch `'x86_64'`, …
   * @param flags none are defined: 0
   * @returns none where the hypervisor takes any
   * @since libvirt 1.1.3
   */
  async getCPUModelNames(arch: string, flags = 0, options?: CallOptions): Promise<string[]> {
    const args = { arch, need_results: 1, flags };
    return [...(await sessionOf(this).call(procedures.CONNECT_GET_CPU_MODEL_NAMES, args, options)).models];
  }

  /**
   * The ids of the domains that run. The protocol stops at 16,384.
   *
   * C: [virConnectListDomains](https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectListDomains)
   */
  async listDomains(options?: CallOptions): Promise<number[]> {
    const args = { maxids: REMOTE_DOMAIN_LIST_MAX };
    return [...(await sessionOf(this).call(procedures.CONNECT_LIST_DOMAINS, args, options)).ids];
  }
}

function byField(params: readonly Stat[]): Record<string, bigint> {
  return Object.fromEntries(params.map(({ field, value }) => [field, value]));
}
