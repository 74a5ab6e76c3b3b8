// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const HYPERVISOR = {
  emulator: "the emulator's path on the daemon's host; null: the architecture's",
  arch: "`'x86_64'`, …; null: the host's",
  machine: "null: the emulator's default",
  virttype: "`'kvm'`, `'qemu'`, …; null: the best that the host has",
};
const CPU = 'a `<cpu>` element; with `ConnectCompareCPUFlags.VALIDATE_XML` it is validated';
const CPUS = '1 to 256 `<cpu>` elements, or whole host or domain capabilities';
const VERSION = '1,000,000 × major + 1,000 × minor + release';
const CELL = "the host's first NUMA node that is asked for, from 0; -1 for all together";
const KSM = '`shm_pages_to_scan`, `shm_sleep_millisecs` in ms, `shm_merge_across_nodes`';

/**
 * A connection, the hypervisor, and the host that it is on.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virConnectClose: {
    summary: 'Closes the connection. Domains that were started with `START_AUTODESTROY` are destroyed by the daemon.',
  },
  virConnectIsAlive: { summary: 'Whether the connection is open, as far as this side knows; asks nobody.' },
  virConnectSetKeepAlive: {
    summary: 'Asks a daemon that is silent whether it is there, and gives it up if it does not answer.',
    params: {
      interval: 's of silence before it is asked; 0 or less: never',
      count: 'how many questions may stay unanswered',
    },
  },
  virConnectIsSecure: { summary: 'Whether nobody else can listen on the way to the hypervisor.' },
  virConnectIsEncrypted: { summary: 'Whether the way to the hypervisor is encrypted.' },
  virConnectSetIdentity: {
    summary: 'Tells the daemon for whom this client speaks, as a proxy does.',
    params: { params: '`user-name`, `unix-user-id`, `unix-group-id`, `process-id`, `selinux-context`, …' },
    flags: [],
  },
  virConnectGetURI: { summary: 'The URI of what is connected to: what the daemon found out, where none was given.' },
  virConnectGetHostname: { summary: "The name of the daemon's host." },
  virConnectGetType: { summary: "The hypervisor's name: `'LXC'`, `'QEMU'`, …" },
  virConnectGetVersion: { summary: "The hypervisor's version.", returns: VERSION },
  virConnectGetLibVersion: { summary: "The version of the daemon's libvirt.", returns: VERSION },
  virConnectGetCapabilities: { summary: "What host and hypervisor can do, in libvirt's XML." },
  virConnectGetSysinfo: { summary: "The host's SMBIOS tables, in libvirt's XML.", flags: [] },

  virConnectCompareCPU: {
    summary: "Compares a processor with the host's.",
    params: { xmlDesc: CPU },
    flags: 'ConnectCompareCPUFlags',
    returns: '`CPUCompareResult.SUPERSET` where the host has more than the description asks for',
    returnsEnum: 'CPUCompareResult',
    errors: [
      '`VIR_ERR_CPU_INCOMPATIBLE` with `ConnectCompareCPUFlags.FAIL_INCOMPATIBLE`, where the host lacks some of it',
    ],
  },
  virConnectCompareHypervisorCPU: {
    summary: 'Compares a processor with what a hypervisor can give its domains on this host.',
    params: { ...HYPERVISOR, xmlCPU: CPU },
    flags: 'ConnectCompareCPUFlags',
    returns: '`CPUCompareResult.SUPERSET` where the hypervisor has more than the description asks for',
    returnsEnum: 'CPUCompareResult',
    errors: [
      '`VIR_ERR_CPU_INCOMPATIBLE` with `ConnectCompareCPUFlags.FAIL_INCOMPATIBLE`, where the hypervisor lacks some of it',
    ],
  },
  virConnectBaselineCPU: {
    summary: 'The most that the processors of several hosts have in common, as a `<cpu>` element.',
    params: { xmlCPUs: CPUS },
    flags: 'ConnectBaselineCPUFlags',
  },
  virConnectBaselineHypervisorCPU: {
    summary: 'The most that a hypervisor can give on each of several hosts, as a `<cpu>` element.',
    params: { ...HYPERVISOR, xmlCPUs: CPUS },
    flags: 'ConnectBaselineCPUFlags',
  },
  virConnectGetCPUModelNames: {
    summary: 'The names of the processor models that libvirt knows for an architecture.',
    params: { arch: "`'x86_64'`, …" },
    flags: [],
    returns: 'none where the hypervisor takes every name',
  },

  virNodeGetInfo: {
    summary: "The host's processors and memory.",
    returns: '`memory` in KiB; `mhz`, 0 where it is not known; `nodes`, `sockets`, `cores` and `threads` multiply',
  },
  virNodeGetCPUMap: { summary: "Which of the host's processors are online.", flags: [] },
  virNodeGetCPUStats: {
    summary: "The time that the host's processors have spent, by what they did.",
    params: { cpuNum: 'which, from 0, or `NodeGetCPUStatsAllCPUs.CPU_STATS_ALL_CPUS`' },
    flags: [],
    returns: '`kernel`, `user`, `idle`, `iowait` and `intr` in ns since boot, or `utilization` in percent',
  },
  virNodeGetMemoryStats: {
    summary: "What the host's memory is used for.",
    params: { cellNum: 'which NUMA node, from 0, or `NodeGetMemoryStatsAllCells.MEMORY_STATS_ALL_CELLS`' },
    flags: [],
    returns: '`total`, `free`, `buffers` and `cached`, in KiB',
  },
  virNodeGetFreeMemory: { summary: "The host's free memory.", returns: 'bytes' },
  virNodeGetCellsFreeMemory: {
    summary: "The free memory of the host's NUMA nodes.",
    params: { startCell: 'the first, from 0', maxCells: 'how many, at most 1,024' },
    returns: 'bytes, for each',
  },
  virNodeGetFreePages: {
    summary: "How many pages of given sizes are free on the host's NUMA nodes.",
    params: { pages: 'their sizes in KiB', startCell: CELL, cellCount: 'how many NUMA nodes' },
    flags: [],
    returns: 'for each node the counts, in the order of the sizes',
  },
  virNodeAllocPages: {
    summary: "Adds huge pages to the host's pools, or sets how many there are.",
    params: {
      pageSizes: 'KiB',
      pageCounts: 'one for each size',
      startCell: 'the first NUMA node, from 0',
      cellCount: 'how many NUMA nodes',
    },
    flags: 'NodeAllocPagesFlags',
    returns: 'how many pools were changed',
  },
  virNodeGetMemoryParameters: {
    summary: "How the host merges equal pages of its guests' memory, and with what success.",
    flags: [],
    returns: `${KSM}; \`shm_pages_shared\`, \`shm_pages_sharing\`, …`,
  },
  virNodeSetMemoryParameters: {
    summary: "Sets how the host merges equal pages of its guests' memory.",
    params: { params: KSM },
    flags: [],
  },
  virNodeGetSEVInfo: {
    summary: "What the host can do of AMD's encryption of guests.",
    flags: [],
    returns: '`pdh` and `cert-chain` in Base64, `cbitpos`, `reduced-phys-bits`, `max-guests`, …',
    driver: 'qemu',
  },
  virNodeGetSecurityModel: {
    summary: 'The security model that the host confines its domains by.',
    returns: "`model`, such as `'selinux'`, and `doi`; empty where there is none",
  },
  virNodeSuspendForDuration: {
    summary: 'Puts the whole host to sleep, and has its clock wake it.',
    params: { duration: 's, at least 60' },
    enums: { target: 'NodeSuspendTarget' },
    flags: [],
  },
};
