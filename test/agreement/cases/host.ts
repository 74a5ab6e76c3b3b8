import type { Connection } from '../../../src/index.js';
import { casesOf } from '../support/case.js';
import type { Value } from '../support/value.js';

const connection = casesOf<Connection>();
const values = Object.values;

const CPU = `<cpu><arch>x86_64</arch><model>qemu64</model><topology sockets='1' cores='1' threads='1'/></cpu>`;

/** The Python binding keeps the cells and the page sizes as keys. */
function counts(value: Value): Value {
  return Object.values(value as { readonly [cell: string]: Value }).map((cell) => Object.values(cell as object));
}

/** What a host is, can, and has. */
export const host = [
  connection('getType', 'getType'),
  connection('getVersion', 'getVersion'),
  connection('getLibVersion', 'getLibVersion'),
  connection('getHostname', 'getHostname'),
  connection('getURI', 'getURI'),
  connection('getSysinfo', 'getSysinfo'),
  connection('isEncrypted', 'isEncrypted'),
  connection('isSecure', 'isSecure'),
  connection('isAlive', 'isAlive'),
  connection('getCapabilities', 'getCapabilities'),
  connection('getMaxVcpus', { python: 'getMaxVcpus', args: [null] }),
  connection('getMaxVcpus', { python: 'getMaxVcpus', args: ['qemu'] }),
  connection('getMaxVcpus', { python: 'getMaxVcpus', args: ['nonesuch'] }),
  connection('getDomainCapabilities', 'getDomainCapabilities'),
  connection('getDomainCapabilities', { python: 'getDomainCapabilities', args: [null, 'nonesuch', null, null] }),
  connection('getStoragePoolCapabilities', 'getStoragePoolCapabilities'),
  connection('getCPUModelNames', { python: 'getCPUModelNames', args: ['x86_64'] }),
  connection('getCPUModelNames', { python: 'getCPUModelNames', args: ['nonesuch'] }),
  connection('compareCPU', { python: 'compareCPU', args: [CPU] }),
  connection('compareCPU', { python: 'compareCPU', args: ['<cpu>'] }),
  connection('compareHypervisorCPU', { python: 'compareHypervisorCPU', args: [null, null, null, null, CPU] }),
  connection('baselineCPU', { python: 'baselineCPU', args: [[CPU]] }),
  connection('baselineHypervisorCPU', { python: 'baselineHypervisorCPU', args: [null, null, null, null, [CPU]] }),
  connection('nodeGetInfo', {
    python: 'getInfo',
    // The Python binding gives mebibytes.
    ours: ({ model, memory, cpus, mhz, nodes, sockets, cores, threads }) => [
      model,
      memory / 1024n,
      cpus,
      mhz,
      nodes,
      sockets,
      cores,
      threads,
    ],
  }),
  connection('nodeGetSecurityModel', { python: 'getSecurityModel', ours: values }),
  connection('nodeGetCPUMap', { python: 'getCPUMap', ours: ({ cpus, map, online }) => [cpus, map, online] }),
  connection('nodeGetCPUStats', { python: 'getCPUStats', args: [-1] }),
  connection('nodeGetCPUStats', { python: 'getCPUStats', args: [0] }),
  connection('nodeGetCPUStats', { python: 'getCPUStats', args: [100_000] }),
  connection('nodeGetMemoryStats', { python: 'getMemoryStats', args: [-1] }),
  connection('nodeGetMemoryStats', { python: 'getMemoryStats', args: [0] }),
  connection('nodeGetMemoryParameters', 'getMemoryParameters'),
  connection('nodeGetFreeMemory', 'getFreeMemory'),
  connection('nodeGetCellsFreeMemory', { python: 'getCellsFreeMemory', args: [0, 1] }),
  connection('nodeGetFreePages', { python: 'getFreePages', args: [[4, 2048], 0, 1], theirs: counts }),
  connection('nodeGetSEVInfo', 'getSEVInfo'),
  connection('findStoragePoolSources', { python: 'findStoragePoolSources', args: ['logical', null] }),
  connection('findStoragePoolSources', { python: 'findStoragePoolSources', args: ['dir', null] }),
];
