import { DomainSnapshotBase } from './base/domain-snapshot.js';

/** A snapshot of a domain. */
export class DomainSnapshot extends DomainSnapshotBase {}
