import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll } from 'vitest';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import type { Domain, DomainCheckpoint, DomainSnapshot } from '../../src/index.js';
import { useDaemon } from '../support/integration-daemon.js';
import { checkpoints, checkpointsOfDomain, snapshots, snapshotsOfDomain } from './cases/domain-children.js';
import { domainGuest } from './cases/domain-guest.js';
import { domainResources, pinning } from './cases/domain-resources.js';
import { domainState } from './cases/domain-state.js';
import { domainLookups } from './cases/lookups.js';
import { statistics } from './cases/statistics.js';
import { agree, onConnection, type Subject, useClients } from './support/agreement.js';

const daemon = useDaemon();
const clients = useClients(() => daemon().uri('qemu'));

const RUNNING = { name: `running-${process.pid}`, uuid: '5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f0001' };
const OFF = { name: `off-${process.pid}`, uuid: '5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f0002' };
const MAC = '52:54:00:00:00:01';

/** Makes a disk that can have checkpoints and snapshots. */
function disk(name: string): string {
  const path = join(daemon().state, `${name}.qcow2`);
  const { status, stderr } = spawnSync('qemu-img', ['create', '-q', '-f', 'qcow2', path, '8M'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`qemu-img: ${stderr}`);
  return path;
}

function xml({ name, uuid }: typeof RUNNING): string {
  const devices = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${disk(name)}'/>
    <target dev='vda' bus='virtio'/></disk>
    <interface type='user'><mac address='${MAC}'/><model type='virtio'/></interface>`;
  return guestXml({ name, devices })
    .replace('</name>', `</name><uuid>${uuid}</uuid><title>A guest</title>`)
    .replace('</vcpu>', '</vcpu><iothreads>1</iothreads>')
    .replace("<memballoon model='none'/>", "<memballoon model='virtio'/>");
}

beforeAll(async () => {
  const { connection } = clients();
  const running = await connection.domainDefineXML(xml(RUNNING));
  await running.create();
  await running.checkpointCreateXML('<domaincheckpoint><name>first</name></domaincheckpoint>');
  await running.checkpointCreateXML('<domaincheckpoint><name>second</name></domaincheckpoint>');
  const off = await connection.domainDefineXML(xml(OFF));
  await off.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>');
  await off.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>');
});

const domain = (name: string, what: string): Subject<Domain> => ({
  name: what,
  of: 'Domain',
  ours: (connection) => connection.domainLookupByName(name),
  theirs: [['lookupByName', [name]]],
});
const running = domain(RUNNING.name, 'a guest that runs');
const off = domain(OFF.name, 'a guest that is off');

agree(clients, onConnection, [...domainLookups(RUNNING), ...statistics(RUNNING.name)]);
agree(clients, running, [
  ...domainState,
  ...domainResources('vda', MAC),
  ...pinning,
  ...domainGuest('vda'),
  ...checkpointsOfDomain('first'),
]);
agree(clients, off, [...domainState, ...domainResources('vda', MAC), ...snapshotsOfDomain('first')]);

for (const name of ['first', 'second']) {
  const checkpoint: Subject<DomainCheckpoint> = {
    name: `the ${name} checkpoint`,
    of: 'DomainCheckpoint',
    ours: async (connection) => (await running.ours(connection)).checkpointLookupByName(name),
    theirs: [...running.theirs, ['checkpointLookupByName', [name]]],
  };
  agree(clients, checkpoint, checkpoints);
  const snapshot: Subject<DomainSnapshot> = {
    name: `the ${name} snapshot`,
    of: 'DomainSnapshot',
    ours: async (connection) => (await off.ours(connection)).snapshotLookupByName(name),
    theirs: [...off.theirs, ['snapshotLookupByName', [name]]],
  };
  agree(clients, snapshot, snapshots);
}
