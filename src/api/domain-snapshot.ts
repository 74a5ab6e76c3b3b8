import { DomainSnapshotMethods } from './generated/methods/domain-snapshot.js';

/** A snapshot of a domain. */
export class DomainSnapshot extends DomainSnapshotMethods {}
