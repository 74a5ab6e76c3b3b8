import { type Domain, DomainModificationImpact } from '../../../src/index.js';
import { casesOf } from '../support/case.js';
import type { Value } from '../support/value.js';

const domain = casesOf<Domain>();
const values = Object.values;
const CONFIG = [DomainModificationImpact.CONFIG] as const;

/** The Python binding calls this one otherwise than its constant. */
function balloon(value: Value): Value {
  const { actual, ...others } = value as { readonly [name: string]: Value };
  return actual === undefined ? value : { ...others, actual_balloon: actual };
}

/** What a domain may use of its host, and what it uses. `disk` and `nic` are devices that it has. */
export const domainResources = (disk: string, nic: string) => [
  domain('getSchedulerType', { python: 'schedulerType', ours: values }),
  domain('getSchedulerParameters', 'schedulerParameters'),
  domain('getMemoryParameters', 'memoryParameters'),
  domain('getBlkioParameters', 'blkioParameters'),
  domain('getBlkioParameters', { python: 'blkioParameters', args: [...CONFIG] }),
  domain('getNumaParameters', 'numaParameters'),
  domain('getInterfaceParameters', { python: 'interfaceParameters', args: [nic] }),
  domain('getBlockIoTune', { python: 'blockIoTune', args: [disk] }),
  domain('getPerfEvents', 'perfEvents'),
  domain('getGuestVcpus', 'guestVcpus'),
  domain('getVcpus', {
    python: 'vcpus',
    ours: (vcpus) => [
      vcpus.map(({ number, state, cpuTime, cpu }) => [number, state, cpuTime, cpu]),
      vcpus.map(({ cpuMap }) => cpuMap),
    ],
  }),
  domain('getEmulatorPinInfo', 'emulatorPinInfo'),
  domain('getIOThreadInfo', {
    python: 'ioThreadInfo',
    ours: (threads) => threads.map(({ iothreadId, cpuMap }) => [iothreadId, cpuMap]),
  }),
  domain('getCPUStats', { python: 'getCPUStats', theirArgs: [true] }),
  domain('getCPUStats', { python: 'getCPUStats', args: [0], theirArgs: [false] }),
  domain('memoryStats', { python: 'memoryStats', theirs: balloon }),
  domain('blockStats', { python: 'blockStats', args: [disk], ours: values }),
  domain('blockStatsFlags', { python: 'blockStatsFlags', args: [disk] }),
  domain('getBlockInfo', {
    python: 'blockInfo',
    args: [disk],
    ours: ({ capacity, allocation, physical }) => [capacity, allocation, physical],
  }),
  domain('getBlockJobInfo', {
    python: 'blockJobInfo',
    args: [disk],
    ours: (job) => job ?? {},
  }),
  domain('getDiskErrors', {
    python: 'diskErrors',
    ours: (errors) => Object.fromEntries(errors.map(({ disk, error }) => [disk, error])),
  }),
  domain('interfaceStats', { python: 'interfaceStats', args: [nic], ours: values }),
  domain('getJobInfo', { python: 'jobInfo', ours: values }),
  domain('getJobStats', { python: 'jobStats', ours: ({ type, params }) => ({ type, ...params }) }),
];

/** The Python binding asks for the scheduler's type first, which a guest in no control group has not. */
export const scheduling = [
  domain('getSchedulerParametersFlags', 'schedulerParametersFlags'),
  domain('getSchedulerParametersFlags', { python: 'schedulerParametersFlags', args: [...CONFIG] }),
];

/** The Python binding asks for the processors that are there, not for all that can be. */
export const pinning = [
  domain('getVcpuPinInfo', 'vcpuPinInfo'),
  domain('getVcpuPinInfo', { python: 'vcpuPinInfo', args: [...CONFIG] }),
];
