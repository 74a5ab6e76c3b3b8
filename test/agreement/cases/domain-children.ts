import {
  type Domain,
  type DomainCheckpoint,
  type DomainSnapshot,
  DomainSnapshotListFlags,
} from '../../../src/index.js';
import { casesOf } from '../support/case.js';

const domain = casesOf<Domain>();
const snapshot = casesOf<DomainSnapshot>();
const checkpoint = casesOf<DomainCheckpoint>();
const { ROOTS } = DomainSnapshotListFlags;

/** The snapshots of a domain that has one of this name. */
export const snapshotsOfDomain = (name: string) => [
  domain('snapshotNum', 'snapshotNum'),
  domain('snapshotNum', { python: 'snapshotNum', args: [ROOTS] }),
  domain('snapshotListNames', 'snapshotListNames'),
  domain('snapshotListNames', { python: 'snapshotListNames', args: [ROOTS] }),
  domain('listAllSnapshots', 'listAllSnapshots'),
  domain('snapshotLookupByName', { python: 'snapshotLookupByName', args: [name] }),
  domain('snapshotLookupByName', { python: 'snapshotLookupByName', args: ['nonesuch'] }),
  domain('snapshotCurrent', 'snapshotCurrent'),
];

/** The checkpoints of a domain that has one of this name. */
export const checkpointsOfDomain = (name: string) => [
  domain('listAllCheckpoints', 'listAllCheckpoints'),
  domain('checkpointLookupByName', { python: 'checkpointLookupByName', args: [name] }),
  domain('checkpointLookupByName', { python: 'checkpointLookupByName', args: ['nonesuch'] }),
];

export const snapshots = [
  snapshot('getName', 'getName'),
  snapshot('getDomain', 'getDomain'),
  snapshot('getParent', 'getParent'),
  snapshot('getXMLDesc', 'getXMLDesc'),
  snapshot('isCurrent', 'isCurrent'),
  snapshot('hasMetadata', 'hasMetadata'),
  snapshot('numChildren', 'numChildren'),
  snapshot('listChildrenNames', 'listChildrenNames'),
  snapshot('listAllChildren', 'listAllChildren'),
];

export const checkpoints = [
  checkpoint('getName', 'getName'),
  checkpoint('getDomain', 'getDomain'),
  checkpoint('getParent', 'getParent'),
  checkpoint('getXMLDesc', 'getXMLDesc'),
  checkpoint('listAllChildren', 'listAllChildren'),
];
