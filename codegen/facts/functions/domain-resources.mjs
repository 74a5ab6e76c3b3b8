// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const IMPACT = 'DomainModificationImpact';
const TYPED = ['DomainModificationImpact', 'TypedParameterFlags'];
const VCPU_FLAGS = 'DomainVcpuFlags';
const CPUS = "which of the host's processors; those past the end are not among them";
const MEMORY = '`hard_limit`, `soft_limit`, `swap_hard_limit` and `min_guarantee`, in KiB';
const NUMA = "`numa_nodeset`, such as `'0-1,3'`, and `numa_mode`, of `DomainNumatuneMemMode`";
const SCHEDULER =
  '`cpu_shares`, `vcpu_period`, `vcpu_quota` and so on: shares are relative; periods and quotas are in µs, and a negative quota is no limit';
const BLKIO =
  "`weight`, and for single devices `device_weight`, `device_read_bytes_sec` and so on: `'/dev/sda,500,/dev/sdb,100'`";

/**
 * What a domain may use of its host: memory, processors, scheduling, block I/O.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainGetMaxMemory: { summary: 'How much memory the domain may use at most.', returns: 'KiB' },
  virDomainSetMaxMemory: {
    summary: 'Sets how much memory a domain that does not run may use at most.',
    params: { memory: 'KiB' },
    errors: ['`VIR_ERR_OPERATION_INVALID` where it runs'],
  },
  virDomainSetMemory: {
    summary: 'Sets how much memory a running domain has, by its balloon. The guest may be slow to follow.',
    params: { memory: 'KiB, no more than the maximum' },
    errors: ['`VIR_ERR_OPERATION_INVALID` where it does not run'],
  },
  virDomainSetMemoryFlags: {
    summary: "Sets a domain's memory, or its maximum: now, in its definition, or both, as the flags say.",
    params: { memory: 'KiB' },
    flags: 'DomainMemoryModFlags',
  },
  virDomainSetMemoryStatsPeriod: {
    summary: "Sets how often a guest's balloon driver collects memory statistics.",
    params: { period: 's; 0: never' },
    flags: 'DomainMemoryModFlags',
  },
  virDomainMemoryStats: {
    summary: "What a running domain's memory is used for, as far as its guest tells.",
    flags: [],
    returns: 'by the tags of `DomainMemoryStatTags`: sizes in KiB, faults in numbers, `LAST_UPDATE` in s since 1970',
  },
  virDomainGetMemoryParameters: {
    summary: "The domain's memory limits.",
    flags: TYPED,
    returns: `${MEMORY}; 9007199254740991n is no limit`,
  },
  virDomainSetMemoryParameters: {
    summary: "Sets the domain's memory limits.",
    params: { params: MEMORY },
    flags: IMPACT,
  },
  virDomainMemoryPeek: {
    summary: "Reads a running guest's memory.",
    params: { start: 'the address of the first byte', size: 'bytes, at most 4 MiB' },
    flags: 'DomainMemoryFlags',
    returns: 'its bytes',
  },
  virDomainGetNumaParameters: {
    summary: "From which of the host's NUMA nodes the domain gets its memory.",
    flags: TYPED,
    returns: NUMA,
  },
  virDomainSetNumaParameters: {
    summary: "Sets from which of the host's NUMA nodes the domain gets its memory.",
    params: { params: NUMA },
    flags: IMPACT,
  },
  virDomainStartDirtyRateCalc: {
    summary: 'Begins to measure how fast a guest writes to its memory. `DomainStatsTypes.DIRTYRATE` shows the result.',
    params: { seconds: 's, 1 to 60' },
    flags: 'DomainDirtyRateCalcFlags',
    driver: 'qemu',
  },

  virConnectGetMaxVcpus: {
    summary: 'How many virtual processors a domain can have at most.',
    params: { type: "of domain: `'kvm'`, `'qemu'`, …; null: the hypervisor's default" },
  },
  virDomainGetMaxVcpus: {
    summary: 'How many virtual processors the domain can have: the maximum of its definition where it does not run.',
  },
  virDomainSetVcpus: {
    summary: 'Sets how many virtual processors a running domain has.',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it does not run'],
  },
  virDomainGetVcpusFlags: {
    summary: 'How many virtual processors the domain has, or has at most, now or in its definition.',
    flags: VCPU_FLAGS,
  },
  virDomainSetVcpusFlags: {
    summary: 'Sets how many virtual processors the domain has, or has at most, now or in its definition.',
    params: { nvcpus: '1 or more' },
    flags: VCPU_FLAGS,
  },
  virDomainSetVcpu: {
    summary: 'Plugs single virtual processors in, or unplugs them.',
    params: { vcpumap: "which: `'0-3,^2'`", state: '1: in; 0: out' },
    flags: 'DomainSetVcpuFlags',
    driver: 'qemu',
  },
  virDomainGetVcpus: {
    summary: "A running domain's virtual processors, and the host's processors that each may run on.",
    returns: '`state` of `VcpuState`; `cpuTime` in ns; `cpu`: where it runs now, or of `VcpuHostCpuState`',
    errors: ['`VIR_ERR_OPERATION_INVALID` where it does not run'],
  },
  virDomainPinVcpu: {
    summary: "Sets which of the host's processors a running domain's virtual processor may run on.",
    params: { vcpu: 'its number, from 0', cpumap: CPUS },
  },
  virDomainPinVcpuFlags: {
    summary: "Sets which of the host's processors a virtual processor may run on, now or in the domain's definition.",
    params: { vcpu: 'its number, from 0', cpumap: CPUS },
    flags: IMPACT,
  },
  virDomainGetVcpuPinInfo: {
    summary: "Which of the host's processors each virtual processor may run on.",
    flags: IMPACT,
  },
  virDomainPinEmulator: {
    summary: "Sets which of the host's processors the emulator's own threads may run on.",
    params: { cpumap: CPUS },
    flags: IMPACT,
  },
  virDomainGetEmulatorPinInfo: {
    summary: "Which of the host's processors the emulator's own threads may run on.",
    flags: IMPACT,
  },
  virDomainGetCPUStats: {
    summary: "The processor time that a running domain has used, in all or on each of the host's processors.",
    params: {
      start_cpu: 'the first processor; -1: all together, with `user_time` and `system_time`',
      ncpus: 'how many from there; 1 where all are counted together',
    },
    flags: 'TypedParameterFlags',
    returns: '`cpu_time`, `vcpu_time`, …, in ns',
  },

  virDomainGetIOThreadInfo: {
    summary: "The domain's I/O threads, and the host's processors that each may run on.",
    flags: IMPACT,
  },
  virDomainPinIOThread: {
    summary: "Sets which of the host's processors an I/O thread may run on.",
    params: { cpumap: CPUS },
    flags: IMPACT,
  },
  virDomainAddIOThread: {
    summary: 'Adds an I/O thread to the domain.',
    params: { iothread_id: '1 or more, of no other thread of the domain' },
    flags: IMPACT,
  },
  virDomainDelIOThread: {
    summary: 'Removes an I/O thread from the domain. No disk may use it any more.',
    flags: IMPACT,
  },
  virDomainSetIOThreadParams: {
    summary: 'Sets how an I/O thread polls, and how many threads it starts.',
    params: {
      params: '`poll_max_ns`, `poll_grow`, `poll_shrink`, `poll_weight`, `thread_pool_min`, `thread_pool_max`',
    },
    flags: TYPED,
  },

  virDomainGetSchedulerType: {
    summary: "The scheduler that the hypervisor runs domains by, and how many parameters it has: `'posix'`, …",
  },
  virDomainGetSchedulerParameters: {
    summary: "The parameters of a domain's scheduling.",
    returns: SCHEDULER,
  },
  virDomainGetSchedulerParametersFlags: {
    summary: "The parameters of a domain's scheduling, now or in its definition.",
    flags: TYPED,
    returns: SCHEDULER,
  },
  virDomainSetSchedulerParameters: {
    summary: "Sets parameters of a running domain's scheduling.",
    params: { params: SCHEDULER },
  },
  virDomainSetSchedulerParametersFlags: {
    summary: "Sets parameters of a domain's scheduling, now or in its definition.",
    params: { params: SCHEDULER },
    flags: IMPACT,
  },

  virDomainGetBlkioParameters: {
    summary: "The domain's share of its host's block I/O.",
    flags: TYPED,
    returns: BLKIO,
  },
  virDomainSetBlkioParameters: {
    summary: "Sets the domain's share of its host's block I/O.",
    params: { params: BLKIO },
    flags: IMPACT,
  },
};
