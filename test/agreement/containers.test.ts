import { beforeAll } from 'vitest';
import type { Domain } from '../../src/index.js';
import { containerXml } from '../support/integration-container.js';
import { useContainers } from '../support/integration-daemon.js';
import { domainGuest } from './cases/domain-guest.js';
import { domainResources, scheduling } from './cases/domain-resources.js';
import { domainState } from './cases/domain-state.js';
import { connectionFailures, domainFailures } from './cases/failures.js';
import { host } from './cases/host.js';
import { domainLookups } from './cases/lookups.js';
import { statistics } from './cases/statistics.js';
import { agree, onConnection, type Subject, useClients } from './support/agreement.js';

const daemon = useContainers();
const clients = useClients(() => daemon().uri('lxc'));

const CONTAINER = { name: `contained-${process.pid}`, uuid: '5f0c3a0e-93a3-4c55-8d0f-7a1f1f1f0003' };

beforeAll(async () => {
  const xml = containerXml(CONTAINER.name).replace('</name>', `</name><uuid>${CONTAINER.uuid}</uuid>`);
  await (await clients().connection.domainDefineXML(xml)).create();
});

const container: Subject<Domain> = {
  name: 'a container that runs',
  of: 'Domain',
  ours: (connection) => connection.domainLookupByName(CONTAINER.name),
  theirs: [['lookupByName', [CONTAINER.name]]],
};

agree(clients, onConnection, [
  ...host,
  ...connectionFailures,
  ...domainLookups(CONTAINER),
  ...statistics(CONTAINER.name),
]);
agree(clients, container, [
  ...domainState,
  ...domainFailures,
  ...domainResources('vda', 'eth0'),
  ...scheduling,
  ...domainGuest('vda'),
]);
