// @ts-check

/**
 * The const objects that string constants are members of, by the prefix of C's names. Where two fit, the longer does.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const STRING_GROUPS = {
  VIR_CLIENT_INFO_: 'ClientInfo',
  VIR_CONNECT_IDENTITY_: 'ConnectIdentity',
  VIR_DOMAIN_ANNOUNCE_INTERFACE_: 'DomainAnnounceInterface',
  VIR_DOMAIN_BANDWIDTH_: 'DomainBandwidth',
  VIR_DOMAIN_BLKIO_: 'DomainBlkio',
  VIR_DOMAIN_BLOCK_COPY_: 'DomainBlockCopy',
  VIR_DOMAIN_BLOCK_IOTUNE_: 'DomainBlockIoTune',
  VIR_DOMAIN_BLOCK_STATS_: 'DomainBlockStats',
  VIR_DOMAIN_CPU_STATS_: 'DomainCPUStats',
  VIR_DOMAIN_GUEST_INFO_: 'DomainGuestInfo',
  VIR_DOMAIN_IOTHREAD_: 'DomainIOThread',
  VIR_DOMAIN_JOB_: 'DomainJob',
  VIR_DOMAIN_LAUNCH_SECURITY_: 'DomainLaunchSecurity',
  VIR_DOMAIN_MEMORY_: 'DomainMemory',
  VIR_DOMAIN_NUMA_: 'DomainNuma',
  VIR_DOMAIN_SAVE_PARAM_: 'DomainSaveParam',
  VIR_DOMAIN_SAVE_PARAM_IMAGE_FORMAT_: 'DomainSaveParamImageFormat',
  VIR_DOMAIN_SCHEDULER_: 'DomainScheduler',
  VIR_DOMAIN_STATS_: 'DomainStats',
  VIR_DOMAIN_TUNABLE_: 'DomainTunable',
  VIR_MIGRATE_PARAM_: 'MigrateParam',
  VIR_NETWORK_PORT_BANDWIDTH_: 'NetworkPortBandwidth',
  VIR_NODE_CPU_STATS_: 'NodeCPUStats',
  VIR_NODE_MEMORY_SHARED_: 'NodeMemoryShared',
  VIR_NODE_MEMORY_STATS_: 'NodeMemoryStats',
  VIR_NODE_SEV_: 'NodeSEV',
  VIR_PERF_PARAM_: 'PerfParam',
  VIR_SERVER_CLIENTS_: 'ServerClients',
  VIR_THREADPOOL_: 'Threadpool',
};

const PREFIXES = Object.keys(STRING_GROUPS).sort((a, b) => b.length - a.length);

/**
 * The prefix of the group that a string constant is a member of.
 *
 * @param {string} name C's
 */
export function prefixOf(name) {
  const prefix = PREFIXES.find((one) => name.startsWith(one) && name !== one);
  if (prefix === undefined) throw new Error(`codegen/facts/string-groups.mjs has no group for ${name}`);
  return prefix;
}
