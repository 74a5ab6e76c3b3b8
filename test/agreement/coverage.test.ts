import { describe, expect, it } from 'vitest';
import { connectionCalls } from '../support/every-method/connection.js';
import { domainLife } from '../support/every-method/domain-life.js';
import { domainResources as domainResourceCalls } from '../support/every-method/domain-resources.js';
import * as calls from '../support/every-method/objects.js';
import { checkpoints, checkpointsOfDomain, snapshots, snapshotsOfDomain } from './cases/domain-children.js';
import { domainGuest } from './cases/domain-guest.js';
import { domainResources, pinning, scheduling } from './cases/domain-resources.js';
import { domainState } from './cases/domain-state.js';
import { host } from './cases/host.js';
import { lists, secretAndFilterLists } from './cases/lists.js';
import * as lookups from './cases/lookups.js';
import { bindings, filters, interfaces, networks, portLookups, ports } from './cases/networks.js';
import { nodeDevices } from './cases/node-devices.js';
import { secrets } from './cases/secrets.js';
import { statistics } from './cases/statistics.js';
import { pools, volumes } from './cases/storage.js';

/** What a method that changes nothing is called like. */
const READS =
  /^(?!set)(get|is|has|list|num|find|compare|baseline|.*(Get|Lookup|List|Num|Current|Peek|Stats|Addresses|Info))/;

/** What reads, and cannot be compared. */
const EXCEPTIONS = new Set([
  // The Python binding of libvirt 9.0.0 has no such method.
  'Domain.getAutostartOnce',
  'Network.getMetadata',
  // C has none: test/integration/domain-iteration.test.ts compares it with getAllDomainStats.
  'Connection.iterateDomainStats',
]);

const KNOWN = { name: '', uuid: '' };
const path = (): string => '';

const COMPARED: Readonly<Record<string, readonly { method: string }[]>> = {
  Connection: [
    ...host,
    ...lists,
    ...secretAndFilterLists,
    ...statistics(''),
    ...lookups.domainLookups(KNOWN),
    ...lookups.domainLookupByID,
    ...lookups.networkLookups(KNOWN),
    ...lookups.poolLookups(KNOWN, path),
    ...lookups.volumeLookups(path),
    ...lookups.secretLookups('', ''),
    ...lookups.filterLookups(KNOWN),
    ...lookups.bindingLookups(''),
    ...lookups.interfaceLookups('', ''),
    ...lookups.deviceLookups(''),
    ...lookups.saveImages(path),
  ],
  Domain: [
    ...domainState,
    ...domainResources('', ''),
    ...pinning,
    ...scheduling,
    ...domainGuest(''),
    ...snapshotsOfDomain(''),
    ...checkpointsOfDomain(''),
  ],
  DomainSnapshot: snapshots,
  DomainCheckpoint: checkpoints,
  Network: [...networks, ...portLookups('')],
  NetworkPort: ports,
  Interface: interfaces,
  StoragePool: pools(''),
  StorageVol: volumes,
  NodeDevice: nodeDevices,
  Secret: secrets,
  NWFilter: filters,
  NWFilterBinding: bindings,
};

/** All methods of a class, which test/integration/every-method.test.ts makes sure of. */
const METHODS: Readonly<Record<string, object>> = {
  Connection: connectionCalls,
  Domain: { ...domainLife, ...domainResourceCalls },
  DomainSnapshot: calls.snapshotCalls,
  DomainCheckpoint: calls.checkpointCalls,
  Network: calls.networkCalls,
  NetworkPort: calls.portCalls,
  Interface: calls.interfaceCalls,
  StoragePool: calls.poolCalls,
  StorageVol: calls.volumeCalls,
  NodeDevice: calls.nodeDeviceCalls,
  Secret: calls.secretCalls,
  NWFilter: calls.filterCalls,
  NWFilterBinding: calls.bindingCalls,
};

describe('every method that reads is compared with the C client’s', () => {
  it.each(Object.keys(METHODS))('of %s', (type) => {
    const compared = new Set(COMPARED[type]?.map(({ method }) => method));
    const reading = Object.keys(METHODS[type] ?? {}).filter((name) => READS.test(name));
    expect(reading.filter((name) => !compared.has(name) && !EXCEPTIONS.has(`${type}.${name}`))).toEqual([]);
  });
});
