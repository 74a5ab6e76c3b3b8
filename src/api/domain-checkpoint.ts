import { DomainCheckpointMethods } from './generated/methods/domain-checkpoint.js';

/** A checkpoint of a domain: since which changed blocks are known. */
export class DomainCheckpoint extends DomainCheckpointMethods {}
