import { beforeAll } from 'vitest';
import type { Domain, DomainCheckpoint, DomainSnapshot } from '../../src/index.js';
import { useDaemon } from '../support/integration-daemon.js';
import { checkpoints, checkpointsOfDomain, snapshots, snapshotsOfDomain } from './cases/domain-children.js';
import { domainGuest } from './cases/domain-guest.js';
import { domainResources, pinning, scheduling } from './cases/domain-resources.js';
import { domainState } from './cases/domain-state.js';
import { domainFailures } from './cases/failures.js';
import { agree, type Subject, useClients } from './support/agreement.js';

const daemon = useDaemon();
const clients = useClients(() => daemon().uri('test'));

/** The test driver lets no domain have both snapshots and checkpoints. */
const [NAME, CHECKED] = ['rich', 'checked'];

/** What the test driver can have of a domain. */
const xml = (name: string, vcpu: string): string => `<domain type='test'>
  <name>${name}</name>
  <title>A domain with all that can be read</title>
  <metadata><a:note xmlns:a='urn:agreement'>noted</a:note></metadata>
  <memory unit='KiB'>8388608</memory>
  <currentMemory unit='KiB'>2097152</currentMemory>
  ${vcpu}
  <iothreads>2</iothreads>
  <os><type arch='i686'>hvm</type></os>
  <memtune><hard_limit unit='KiB'>9437184</hard_limit></memtune>
  <blkiotune><weight>800</weight></blkiotune>
  <devices>
    <disk type='file' device='disk'><source file='/guest/diskimage'/><target dev='vda' bus='virtio'/>
      <iotune><total_bytes_sec>9007199254740993</total_bytes_sec></iotune></disk>
    <interface type='network'><mac address='aa:bb:cc:dd:ee:01'/><source network='default'/><target dev='testnet9'/>
      <bandwidth><inbound average='1000' peak='5000' burst='5120'/></bandwidth></interface>
  </devices>
</domain>`;

beforeAll(async () => {
  const { connection } = clients();
  const domain = await connection.domainDefineXML(xml(NAME, "<vcpu current='2'>4</vcpu>"));
  await domain.create();
  await domain.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>');
  await domain.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>');
  const checked = await connection.domainDefineXML(xml(CHECKED, '<vcpu>4</vcpu>'));
  await checked.create();
  await checked.checkpointCreateXML('<domaincheckpoint><name>first</name></domaincheckpoint>');
  await checked.checkpointCreateXML('<domaincheckpoint><name>second</name></domaincheckpoint>');
});

const domain = (name: string): Subject<Domain> => ({
  name: `the domain ${name}`,
  of: 'Domain',
  ours: (connection) => connection.domainLookupByName(name),
  theirs: [['lookupByName', [name]]],
});
const rich = domain(NAME);
const checked = domain(CHECKED);

agree(clients, rich, [
  ...domainState,
  ...domainFailures,
  ...domainResources('vda', 'aa:bb:cc:dd:ee:01'),
  ...scheduling,
  ...domainGuest('vda'),
  ...snapshotsOfDomain('first'),
]);
agree(clients, checked, [...pinning, ...checkpointsOfDomain('first')]);

for (const name of ['first', 'second']) {
  const snapshot: Subject<DomainSnapshot> = {
    name: `the ${name} snapshot`,
    of: 'DomainSnapshot',
    ours: async (connection) => (await rich.ours(connection)).snapshotLookupByName(name),
    theirs: [...rich.theirs, ['snapshotLookupByName', [name]]],
  };
  agree(clients, snapshot, snapshots);
  const checkpoint: Subject<DomainCheckpoint> = {
    name: `the ${name} checkpoint`,
    of: 'DomainCheckpoint',
    ours: async (connection) => (await checked.ours(connection)).checkpointLookupByName(name),
    theirs: [...checked.theirs, ['checkpointLookupByName', [name]]],
  };
  agree(clients, checkpoint, checkpoints);
}
