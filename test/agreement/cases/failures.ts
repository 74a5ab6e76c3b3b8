import { type Connection, type Domain, DomainCreateFlags } from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const connection = casesOf<Connection>();
const domain = casesOf<Domain>();

/** What no daemon does, and why: the errors have all their fields. */
export const connectionFailures = [
  connection('domainDefineXML', { python: 'defineXML', args: ['<domain'] }),
  connection('domainDefineXML', { python: 'defineXML', args: ["<domain type='nonesuch'/>"] }),
  connection('domainCreateXML', {
    python: 'createXML',
    args: ['<domain/>', DomainCreateFlags.NONE],
    theirArgs: ['<domain/>', 0],
  }),
  connection('domainRestore', { python: 'restore', args: ['/nonexistent'] }),
  connection('domainRestoreFlags', { python: 'restoreFlags', args: ['/nonexistent', null, 0x4000 as never] }),
  connection('networkDefineXML', { python: 'networkDefineXML', args: ['<network/>'] }),
  connection('storagePoolDefineXML', {
    python: 'storagePoolDefineXML',
    args: ['<pool/>', 0],
    theirArgs: ['<pool/>', 0],
  }),
  connection('secretDefineXML', { python: 'secretDefineXML', args: ['<nonesuch/>'] }),
  connection('nwFilterDefineXML', { python: 'nwfilterDefineXML', args: ['<filter/>'] }),
  connection('nodeDeviceCreateXML', { python: 'nodeDeviceCreateXML', args: ['<device/>'] }),
  connection('interfaceDefineXML', { python: 'interfaceDefineXML', args: ['<interface/>'] }),
];

/** Of a domain that runs. */
export const domainFailures = [
  domain('resume', 'resume'),
  domain('rename', { python: 'rename', args: ['another'] }),
  domain('setVcpus', { python: 'setVcpus', args: [4096] }),
  domain('setMaxMemory', { python: 'setMaxMemory', args: [1024n] }),
  domain('attachDevice', { python: 'attachDevice', args: ['<nonesuch/>'] }),
  domain('snapshotCreateXML', { python: 'snapshotCreateXML', args: ['<nonesuch/>'] }),
  domain('blockResize', { python: 'blockResize', args: ['vdz', 1n] }),
  domain('getBlockInfo', { python: 'blockInfo', args: ['vdz'] }),
  domain('interfaceStats', { python: 'interfaceStats', args: ['nonesuch'] }),
  domain('getXMLDesc', { python: 'XMLDesc', args: [0x4000_0000 as never] }),
  domain('getIOThreadInfo', { python: 'ioThreadInfo', args: [3 as never] }),
];
