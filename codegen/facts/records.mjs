// @ts-check
/**
 * What the members of C's plain structs mean, in which unit, and which of them are an enum's.
 *
 * @type {Readonly<Record<string, { summary: string, name?: string, members: Readonly<Record<string, string>>, enums?: Readonly<Record<string, string>> }>>}
 */
export const RECORDS = {
  DomainInfo: {
    summary: 'What a domain is using.',
    members: {
      state: 'What it is doing.',
      maxMem: 'KiB of memory that it may use.',
      memory: 'KiB of memory that it uses.',
      nrVirtCpu: 'Virtual processors.',
      cpuTime: 'Nanoseconds of processor time that it has used.',
    },
    enums: { state: 'DomainState' },
  },
  DomainBlockInfo: {
    summary: 'How large the image of a disk is.',
    members: {
      allocation: 'Bytes that are written, as far as the host knows.',
      capacity: 'Bytes that the guest sees.',
      physical: 'Bytes that the image takes on the host: the end of a file, or the size of a device.',
    },
  },
  DomainBlockStats: {
    // `DomainBlockStats` are the names of block statistics.
    name: 'DomainBlockStatsStruct',
    summary: 'What a disk of a domain has done since the domain was started. −1: the hypervisor does not tell.',
    members: {
      rd_req: 'Reads.',
      rd_bytes: 'Bytes that were read.',
      wr_req: 'Writes.',
      wr_bytes: 'Bytes that were written.',
      errs: 'Errors, where the hypervisor counts them (Xen).',
    },
  },
  DomainInterfaceStats: {
    name: 'DomainInterfaceStatsStruct',
    summary:
      'What a network interface of a domain has carried since the domain was started. −1: the hypervisor does not tell.',
    members: {
      rx_bytes: 'Bytes received.',
      rx_packets: 'Packets received.',
      rx_errs: 'Errors while receiving.',
      rx_drop: 'Packets dropped while receiving.',
      tx_bytes: 'Bytes sent.',
      tx_packets: 'Packets sent.',
      tx_errs: 'Errors while sending.',
      tx_drop: 'Packets dropped while sending.',
    },
  },
  DomainControlInfo: {
    summary: "What the channel to a domain's hypervisor is doing.",
    members: {
      state: 'Whether a command can be sent to it.',
      details: 'For the state `ERROR`, why: a member of `DomainControlErrorReason`.',
      stateTime: 'Milliseconds since it entered the state.',
    },
    enums: { state: 'DomainControlState' },
  },
  DomainJobInfo: {
    summary: "How far a domain's job is. 0: not known, or none.",
    members: {
      type: 'Whether a job runs, and how one ended.',
      timeElapsed: 'Milliseconds since the job began.',
      timeRemaining: 'Milliseconds until it will end, where `type` is `BOUNDED`.',
      dataTotal: 'Bytes to be moved.',
      dataProcessed: 'Bytes moved.',
      dataRemaining: 'Bytes still to be moved.',
      memTotal: 'Bytes of memory to be moved.',
      memProcessed: 'Bytes of memory moved.',
      memRemaining: 'Bytes of memory still to be moved.',
      fileTotal: 'Bytes of disks to be moved.',
      fileProcessed: 'Bytes of disks moved.',
      fileRemaining: 'Bytes of disks still to be moved.',
    },
    enums: { type: 'DomainJobType' },
  },
  NodeInfo: {
    summary: 'The processors and the memory of a host.',
    members: {
      model: "The processors' architecture: `'x86_64'`.",
      memory: 'KiB.',
      cpus: 'Processors that are online.',
      mhz: 'MHz of a processor; 0: not known.',
      nodes: 'NUMA cells; 1 also where the layout cannot be told by these members.',
      sockets: 'Sockets in a cell.',
      cores: 'Cores in a socket.',
      threads: 'Threads in a core.',
    },
  },
  SecurityModel: {
    summary: 'How a host keeps its guests apart.',
    members: { model: "`'selinux'`, `'apparmor'`, …; empty: not at all.", doi: 'The domain of interpretation.' },
  },
  StoragePoolInfo: {
    summary: 'How large a storage pool is.',
    members: {
      state: 'Whether it is active.',
      capacity: 'Bytes that it can hold.',
      allocation: 'Bytes that are allocated.',
      available: 'Bytes that are free.',
    },
    enums: { state: 'StoragePoolState' },
  },
  StorageVolInfo: {
    summary: 'How large a storage volume is.',
    members: {
      type: 'What it is.',
      capacity: 'Bytes that can be written.',
      allocation: 'Bytes that are allocated on the host.',
    },
    enums: { type: 'StorageVolType' },
  },
};
