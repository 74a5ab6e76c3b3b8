import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Domain, DomainMemoryFlags } from '../../../src/index.js';
import { useFolder } from '../integration-daemon.js';
import type { Calls } from './table.js';

const DISK = `<disk type='file' device='disk'><source file='/other'/><target dev='vdb' bus='virtio'/></disk>`;
/** More than a `number` holds. */
const VAST = 9_007_199_254_740_993n;

/** Devices, jobs of theirs, and what a domain may use. */
export const domainResources: Calls<Domain> = {
  addIOThread: [3],
  announceInterface: ['vnet0', { initial: 50 }],
  attachDevice: [DISK],
  attachDeviceFlags: [DISK, 2],
  blockCommit: ['vda', null, null, VAST],
  blockCopy: ['vda', DISK, { bandwidth: VAST }],
  blockJobAbort: ['vda'],
  blockJobSetSpeed: ['vda', 100n],
  blockPeek: ['vda', 0n, 512],
  blockPull: ['vda', 100n],
  blockRebase: ['vda', '/base', 100n],
  blockResize: ['vda', VAST],
  blockStats: ['vda'],
  blockStatsFlags: ['vda'],
  delIOThread: [2],
  delThrottleGroup: ['group'],
  detachDevice: [DISK],
  detachDeviceAlias: ['virtio-disk0'],
  detachDeviceFlags: [DISK, 2],
  getBlkioParameters: [],
  getBlockInfo: ['vda'],
  getBlockIoTune: ['vda'],
  getBlockJobInfo: ['vda'],
  getCPUStats: [],
  getDiskErrors: [],
  getEmulatorPinInfo: [],
  getGuestVcpus: [],
  getIOThreadInfo: [],
  getInterfaceParameters: ['aa:bb:cc:dd:ee:01'],
  getMaxMemory: [],
  getMaxVcpus: [],
  getMemoryParameters: [],
  getNumaParameters: [],
  getPerfEvents: [],
  getSchedulerParameters: [],
  getSchedulerParametersFlags: [],
  getSchedulerType: [],
  getVcpuPinInfo: [],
  getVcpus: [],
  getVcpusFlags: [],
  interfaceStats: ['aa:bb:cc:dd:ee:01'],
  memoryPeek: [0n, 512, DomainMemoryFlags.PHYSICAL],
  memoryStats: [],
  openGraphics: async () => [0, await listeningServer()],
  pinEmulator: [[0, 1]],
  pinIOThread: [1, [0, 1]],
  pinVcpu: [0, [0, 1]],
  pinVcpuFlags: [0, [0, 1], 1],
  setBlkioParameters: [{ weight: 500, device_weight: '/dev/sda,300' }],
  setBlockIoTune: ['vda', { total_bytes_sec: VAST }],
  setBlockThreshold: ['vda', VAST],
  setGuestVcpus: ['0-1', true],
  setIOThreadParams: [1, { poll_max_ns: 1000n }],
  setInterfaceParameters: ['aa:bb:cc:dd:ee:01', { 'inbound.average': 1000, 'inbound.peak': 2000 }],
  setMaxMemory: [8_388_608n],
  setMemory: [1_048_576n],
  setMemoryFlags: [1_048_576n, 1],
  setMemoryParameters: [{ hard_limit: VAST }],
  setMemoryStatsPeriod: [5],
  setNumaParameters: [{ numa_nodeset: '0', numa_mode: 0 }],
  setPerfEvents: [{ cmt: true }],
  setSchedulerParameters: [{ weight: 50 }],
  setSchedulerParametersFlags: [{ weight: 50 }],
  setThrottleGroup: ['group', { total_iops_sec: VAST }],
  setVcpu: ['1', true],
  setVcpus: [2],
  setVcpusFlags: [2, 1],
  startDirtyRateCalc: [1],
  updateDeviceFlags: [DISK],
};

const folder = useFolder();

async function listeningServer() {
  const server = createServer();
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(join(folder, 'graphics'), resolve));
  return server;
}
