import { join } from 'node:path';
import { beforeAll } from 'vitest';
import type { Domain, DomainCheckpoint, DomainSnapshot } from '../../src/index.js';
import { useDaemon } from '../support/integration-daemon.js';
import { checkpoints, checkpointsOfDomain, snapshots, snapshotsOfDomain } from './cases/domain-children.js';
import { domainGuest } from './cases/domain-guest.js';
import { domainResources, pinning, scheduling } from './cases/domain-resources.js';
import { domainState } from './cases/domain-state.js';
import { connectionFailures, domainFailures } from './cases/failures.js';
import { domainLookups, saveImages } from './cases/lookups.js';
import { statistics } from './cases/statistics.js';
import { agree, onConnection, type Subject, useClients } from './support/agreement.js';
import { BANDWIDTH, MAC, nic, richGuest, startNetwork } from './support/guests.js';

const daemon = useDaemon({ privateNetwork: true });
const clients = useClients(() => daemon().uri('qemu'));

const guest = (name: string, number: number) => ({
  name: `${name}-${process.pid}`,
  uuid: `5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f000${number}`,
});
const [RUNNING, OFF, SAVED, FILED] = [guest('running', 1), guest('off', 2), guest('saved', 3), guest('filed', 4)];

/** The path in the daemon's directory, which tests know only when they run. */
const image = (): string => join(daemon().state, 'image');

beforeAll(async () => {
  const { connection } = clients();
  const { state } = daemon();
  await startNetwork(connection, state);
  const running = await connection.domainDefineXML(richGuest(RUNNING, state, nic()));
  await running.create();
  await running.checkpointCreateXML('<domaincheckpoint><name>first</name></domaincheckpoint>');
  await running.checkpointCreateXML('<domaincheckpoint><name>second</name></domaincheckpoint>');
  const pull = `<domainbackup mode='pull'><server transport='unix' socket='${join(state, 'nbd')}'/>
    <disks><disk name='vda' backup='yes' type='file'><scratch file='${join(state, 'scratch')}'/></disk>
    <disk name='vdb' backup='no'/></disks></domainbackup>`;
  await running.backupBegin(pull);
  const off = await connection.domainDefineXML(richGuest(OFF, state, nic(BANDWIDTH)));
  await off.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>');
  await off.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>');
  const saved = await connection.domainDefineXML(richGuest(SAVED, state));
  await saved.create();
  await saved.managedSave();
  const filed = await connection.domainDefineXML(richGuest(FILED, state));
  await filed.create();
  await filed.save(image());
});

const domain = ({ name }: typeof RUNNING, what: string): Subject<Domain> => ({
  name: what,
  of: 'Domain',
  ours: (connection) => connection.domainLookupByName(name),
  theirs: [['lookupByName', [name]]],
});
const running = domain(RUNNING, 'a guest that runs');
const off = domain(OFF, 'a guest that is off');
const saved = domain(SAVED, 'a guest that is saved');

agree(clients, onConnection, [
  ...domainLookups(RUNNING),
  ...connectionFailures,
  ...statistics(RUNNING.name),
  ...saveImages(image),
]);
agree(clients, running, [
  ...domainState,
  ...domainFailures,
  ...domainResources('vda', MAC),
  ...pinning,
  ...domainGuest('vdb'),
  ...checkpointsOfDomain('first'),
]);
agree(clients, off, [...domainState, ...domainResources('vda', MAC), ...scheduling, ...snapshotsOfDomain('first')]);
agree(clients, saved, domainState);

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
