// @ts-check
import { STRING_GROUPS } from './string-groups.mjs';

/**
 * Which typed parameters a function sets. libvirt refuses one of another type than it expects.
 *
 * @typedef {object} KnownGroup
 * @property {string} prefix of C's names of the parameters
 * @property {readonly string[]} functions
 */

/** By the name that the table has in `src/api/generated/known-types.ts`. @type {Readonly<Record<string, KnownGroup>>} */
export const KNOWN_TYPES = {
  announceInterfaceTypes: { prefix: 'VIR_DOMAIN_ANNOUNCE_INTERFACE_', functions: ['virDomainAnnounceInterface'] },
  blkioTypes: { prefix: 'VIR_DOMAIN_BLKIO_', functions: ['virDomainSetBlkioParameters'] },
  blockCopyTypes: { prefix: 'VIR_DOMAIN_BLOCK_COPY_', functions: ['virDomainBlockCopy'] },
  blockIoTuneTypes: {
    prefix: 'VIR_DOMAIN_BLOCK_IOTUNE_',
    functions: ['virDomainSetBlockIoTune', 'virDomainSetThrottleGroup'],
  },
  clientLimitTypes: { prefix: 'VIR_SERVER_CLIENTS_', functions: ['virAdmServerSetClientLimits'] },
  identityTypes: { prefix: 'VIR_CONNECT_IDENTITY_', functions: ['virConnectSetIdentity'] },
  interfaceTypes: { prefix: 'VIR_DOMAIN_BANDWIDTH_', functions: ['virDomainSetInterfaceParameters'] },
  iothreadTypes: { prefix: 'VIR_DOMAIN_IOTHREAD_', functions: ['virDomainSetIOThreadParams'] },
  launchSecurityTypes: { prefix: 'VIR_DOMAIN_LAUNCH_SECURITY_', functions: ['virDomainSetLaunchSecurityState'] },
  memoryTypes: { prefix: 'VIR_DOMAIN_MEMORY_', functions: ['virDomainSetMemoryParameters'] },
  migrateTypes: { prefix: 'VIR_MIGRATE_PARAM_', functions: ['virDomainMigrate3', 'virDomainMigrateToURI3'] },
  networkPortTypes: { prefix: 'VIR_NETWORK_PORT_BANDWIDTH_', functions: ['virNetworkPortSetParameters'] },
  nodeMemoryTypes: { prefix: 'VIR_NODE_MEMORY_SHARED_', functions: ['virNodeSetMemoryParameters'] },
  numaTypes: { prefix: 'VIR_DOMAIN_NUMA_', functions: ['virDomainSetNumaParameters'] },
  perfTypes: { prefix: 'VIR_PERF_PARAM_', functions: ['virDomainSetPerfEvents'] },
  saveRestoreTypes: { prefix: 'VIR_DOMAIN_SAVE_PARAM_', functions: ['virDomainSaveParams', 'virDomainRestoreParams'] },
  schedulerTypes: {
    prefix: 'VIR_DOMAIN_SCHEDULER_',
    functions: ['virDomainSetSchedulerParameters', 'virDomainSetSchedulerParametersFlags'],
  },
  threadPoolTypes: { prefix: 'VIR_THREADPOOL_', functions: ['virAdmServerSetThreadPoolParameters'] },
};

/** Which typed parameters a function returns, where it sets none: by the prefix of C's names. @type {Readonly<Record<string, string>>} */
const RETURNED = {
  virAdmClientGetInfo: 'VIR_CLIENT_INFO_',
  virAdmServerGetClientLimits: 'VIR_SERVER_CLIENTS_',
  virAdmServerGetThreadPoolParameters: 'VIR_THREADPOOL_',
  virConnectGetAllDomainStats: 'VIR_DOMAIN_STATS_',
  virDomainBlockStatsFlags: 'VIR_DOMAIN_BLOCK_STATS_',
  virDomainGetBlkioParameters: 'VIR_DOMAIN_BLKIO_',
  virDomainGetBlockIoTune: 'VIR_DOMAIN_BLOCK_IOTUNE_',
  virDomainGetCPUStats: 'VIR_DOMAIN_CPU_STATS_',
  virDomainGetGuestInfo: 'VIR_DOMAIN_GUEST_INFO_',
  virDomainGetInterfaceParameters: 'VIR_DOMAIN_BANDWIDTH_',
  virDomainGetJobStats: 'VIR_DOMAIN_JOB_',
  virDomainGetLaunchSecurityInfo: 'VIR_DOMAIN_LAUNCH_SECURITY_',
  virDomainGetMemoryParameters: 'VIR_DOMAIN_MEMORY_',
  virDomainGetNumaParameters: 'VIR_DOMAIN_NUMA_',
  virDomainGetPerfEvents: 'VIR_PERF_PARAM_',
  virDomainGetSchedulerParameters: 'VIR_DOMAIN_SCHEDULER_',
  virDomainGetSchedulerParametersFlags: 'VIR_DOMAIN_SCHEDULER_',
  virDomainListGetStats: 'VIR_DOMAIN_STATS_',
  virNetworkPortGetParameters: 'VIR_NETWORK_PORT_BANDWIDTH_',
  virNodeGetMemoryParameters: 'VIR_NODE_MEMORY_SHARED_',
  virNodeGetSEVInfo: 'VIR_NODE_SEV_',
};

/**
 * The table of the types of what a function sets.
 *
 * @param {string} functionName C's
 */
export function knownTypesFor(functionName) {
  return Object.keys(KNOWN_TYPES).find((group) => KNOWN_TYPES[group]?.functions.includes(functionName));
}

/**
 * The const objects that hold the names of a function's typed parameters.
 *
 * @param {string} functionName C's
 * @returns {string[]}
 */
export function stringGroupsFor(functionName) {
  const group = knownTypesFor(functionName);
  const prefix = group === undefined ? RETURNED[functionName] : KNOWN_TYPES[group]?.prefix;
  const name = prefix === undefined ? undefined : STRING_GROUPS[prefix];
  return name === undefined ? [] : [name];
}

/**
 * Types that the API description does not say, or says otherwise than libvirt's drivers, which check them: by C's name, or
 * by what the names of a family begin with, which has `_` at its end.
 *
 * @type {Readonly<Record<string, string>>}
 */
const TYPES = {
  VIR_DOMAIN_ANNOUNCE_INTERFACE_: 'uint',
  VIR_DOMAIN_GUEST_INFO_DISK_SUFFIX_GUEST_BUS: 'string',
  VIR_DOMAIN_GUEST_INFO_OS_ID: 'string',
  VIR_DOMAIN_JOB_ERRMSG: 'string',
  VIR_DOMAIN_SAVE_PARAM_DXML: 'string',
  VIR_DOMAIN_SAVE_PARAM_FILE: 'string',
  VIR_DOMAIN_STATS_MEMORY_BANDWIDTH_MONITOR_SUFFIX_NODE_COUNT: 'uint',
  VIR_MIGRATE_PARAM_BANDWIDTH_AVAIL_SWITCHOVER: 'ullong',
  VIR_MIGRATE_PARAM_COMPRESSION: 'string',
  VIR_MIGRATE_PARAM_LISTEN_ADDRESS: 'string',
  VIR_MIGRATE_PARAM_MIGRATE_DISKS: 'string',
  VIR_MIGRATE_PARAM_MIGRATE_DISKS_DETECT_ZEROES: 'string',
  VIR_MIGRATE_PARAM_MIGRATE_DISKS_TARGET_ZERO: 'string',
  // Its text says int.
  VIR_NODE_MEMORY_SHARED_MERGE_ACROSS_NODES: 'uint',
  VIR_NODE_MEMORY_SHARED_PAGES_TO_SCAN: 'uint',
  VIR_NODE_MEMORY_SHARED_SLEEP_MILLISECS: 'uint',
  VIR_NODE_MEMORY_SHARED_: 'ullong',
  VIR_NODE_CPU_STATS_: 'ullong',
  VIR_NODE_MEMORY_STATS_: 'ullong',
  VIR_NODE_SEV_CBITPOS: 'uint',
  VIR_NODE_SEV_REDUCED_PHYS_BITS: 'uint',
  // Their texts name the type of the statistic that each turns on.
  VIR_PERF_PARAM_: 'boolean',
};

/**
 * The type of a typed parameter, or `undefined` where the constant is no name of one.
 *
 * @param {import('../api/strings.mjs').ApiString} constant
 * @returns {string | undefined}
 */
export function typeOf({ name, type }) {
  if (name.endsWith('_PREFIX')) return undefined;
  const family = Object.keys(TYPES).find((one) => one.endsWith('_') && name.startsWith(one));
  return TYPES[name] ?? (family === undefined ? type : TYPES[family]);
}
