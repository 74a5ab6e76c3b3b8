// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const SNAPSHOT_LIST = 'DomainSnapshotListFlags';
const CHECKPOINT_LIST = 'DomainCheckpointListFlags';
const NO_SNAPSHOT = ['`VIR_ERR_NO_DOMAIN_SNAPSHOT` where there is none'];
const NO_CHECKPOINT = ['`VIR_ERR_NO_DOMAIN_CHECKPOINT` where there is none'];

/**
 * Snapshots and checkpoints of a domain.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainSnapshotCreateXML: {
    summary: 'Takes a snapshot of the domain.',
    params: { xmlDesc: "a `<domainsnapshot>` element, in libvirt's XML; its name may be left out" },
    flags: 'DomainSnapshotCreateFlags',
  },
  virDomainSnapshotLookupByName: {
    summary: "Finds a domain's snapshot by its name.",
    flags: [],
    errors: NO_SNAPSHOT,
  },
  virDomainSnapshotCurrent: {
    summary: 'The snapshot that the domain was last put to, or that was last taken of it.',
    flags: [],
    errors: NO_SNAPSHOT,
  },
  virDomainHasCurrentSnapshot: { summary: 'Whether the domain has a current snapshot.', flags: [] },
  virDomainSnapshotNum: { summary: 'How many snapshots a domain has.', flags: SNAPSHOT_LIST },
  virDomainSnapshotListNames: { summary: "The names of a domain's snapshots.", flags: SNAPSHOT_LIST },
  virDomainListAllSnapshots: {
    summary: 'Every snapshot of the domain that the flags choose. The protocol stops at 16,384.',
    flags: SNAPSHOT_LIST,
  },
  virDomainSnapshotNumChildren: { summary: 'How many snapshots were taken from this one on.', flags: SNAPSHOT_LIST },
  virDomainSnapshotListChildrenNames: {
    summary: 'The names of the snapshots that were taken from this one on.',
    flags: SNAPSHOT_LIST,
  },
  virDomainSnapshotListAllChildren: {
    summary: 'The snapshots that were taken from this one on, those that the flags choose.',
    flags: SNAPSHOT_LIST,
  },
  virDomainSnapshotGetName: { summary: "The snapshot's name, by which its domain knows it." },
  virDomainSnapshotGetDomain: { summary: "The snapshot's domain." },
  virDomainSnapshotGetParent: {
    summary: 'The snapshot that this one was taken from.',
    flags: [],
    errors: ['`VIR_ERR_NO_DOMAIN_SNAPSHOT` where it is a first one'],
  },
  virDomainSnapshotGetXMLDesc: {
    summary: "The snapshot's description, in libvirt's XML.",
    flags: 'DomainSnapshotXMLFlags',
  },
  virDomainSnapshotIsCurrent: { summary: "Whether this is its domain's current snapshot.", flags: [] },
  virDomainSnapshotHasMetadata: {
    summary: 'Whether libvirt keeps metadata of the snapshot, which would be lost if the domain were undefined.',
    flags: [],
  },
  virDomainRevertToSnapshot: {
    summary: 'Puts the domain back to what it was when the snapshot was taken.',
    flags: 'DomainSnapshotRevertFlags',
    errors: ['`VIR_ERR_SNAPSHOT_REVERT_RISKY` where something may get lost and `FORCE` is not given'],
  },
  virDomainSnapshotDelete: {
    summary: 'Deletes the snapshot. What changed since is kept.',
    flags: 'DomainSnapshotDeleteFlags',
  },

  virDomainCheckpointCreateXML: {
    summary: 'Makes a checkpoint: from now on it is known which blocks of the disks have changed since.',
    params: { xmlDesc: "a `<domaincheckpoint>` element, in libvirt's XML; its name may be left out" },
    flags: 'DomainCheckpointCreateFlags',
  },
  virDomainCheckpointLookupByName: {
    summary: "Finds a domain's checkpoint by its name.",
    flags: [],
    errors: NO_CHECKPOINT,
  },
  virDomainListAllCheckpoints: {
    summary: 'Every checkpoint of the domain that the flags choose. The protocol stops at 16,384.',
    flags: CHECKPOINT_LIST,
  },
  virDomainCheckpointListAllChildren: {
    summary: 'The checkpoints that were made after this one, those that the flags choose.',
    flags: CHECKPOINT_LIST,
  },
  virDomainCheckpointGetName: { summary: "The checkpoint's name, by which its domain knows it." },
  virDomainCheckpointGetDomain: { summary: "The checkpoint's domain." },
  virDomainCheckpointGetParent: {
    summary: 'The checkpoint before this one.',
    flags: [],
    errors: ['`VIR_ERR_NO_DOMAIN_CHECKPOINT` where it is the first'],
  },
  virDomainCheckpointGetXMLDesc: {
    summary: "The checkpoint's description, in libvirt's XML.",
    flags: 'DomainCheckpointXMLFlags',
  },
  virDomainCheckpointDelete: {
    summary: 'Deletes the checkpoint. What it knew of changed blocks goes to the one before.',
    flags: 'DomainCheckpointDeleteFlags',
  },
};
