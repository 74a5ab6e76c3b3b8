// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const IMPACT = 'DomainModificationImpact';
const DISK = "the disk's target, such as `'vda'`, or its source's path";
const BACKING = "a file's path, or `'vda[1]'`: that many files down the chain";
const IOTUNE =
  '`total_bytes_sec`, `read_iops_sec` and so on, and their `_max` and `_max_length` in s; `size_iops_sec`, `group_name`; 0 is no limit';
const NO_DISK = '`VIR_ERR_INVALID_ARG` where the domain has no such disk';

/** @param {string} flag */
const bandwidth = (flag) => `MiB/s, or bytes/s with \`${flag}\`; 0: no limit`;

/**
 * A domain's disks: their contents, statistics, limits and jobs, and backups.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainBlockStats: {
    summary: 'What a running domain has read from a disk and written to it.',
    params: { disk: `${DISK}; \`''\`: all disks together, where the hypervisor adds them up` },
    returns: 'requests and bytes; -1 for what is not counted',
  },
  virDomainBlockStatsFlags: {
    summary: 'What a running domain has read from a disk and written to it, with the time that it took.',
    params: { disk: `${DISK}; \`''\`: all disks together, where the hypervisor adds them up` },
    flags: 'TypedParameterFlags',
    returns: '`rd_operations`, `rd_bytes`, `wr_total_times` and so on: requests, bytes and ns',
  },
  virDomainGetBlockInfo: {
    summary: "The size of a disk's image, and what it takes up.",
    params: { disk: DISK },
    flags: [],
    returns:
      'bytes: `capacity`, what the guest sees; `allocation`, what is used; `physical`, what the file or device has',
    errors: [NO_DISK],
  },
  virDomainBlockPeek: {
    summary: "Reads a part of a disk's image, as it lies on the host.",
    params: { disk: DISK, offset: 'bytes', size: 'bytes, at most 4 MiB' },
    flags: [],
    returns: 'its bytes',
  },
  virDomainBlockResize: {
    summary: "Changes the size of a running domain's disk.",
    params: {
      disk: DISK,
      size: 'KiB, or bytes with `DomainBlockResizeFlags.BYTES`; 0 with `DomainBlockResizeFlags.CAPACITY`',
    },
    flags: 'DomainBlockResizeFlags',
  },
  virDomainGetDiskErrors: {
    summary: 'The disks of a running domain whose last I/O failed, and why.',
    flags: [],
    returns: 'each with its target and `error` of `DomainDiskErrorCode`; none where all work',
  },
  virDomainSetBlockThreshold: {
    summary: 'Has a `blockThreshold` event sent once a guest has written that far into a disk.',
    params: { dev: "the disk's target, or `'vda[1]'` for a file of its chain", threshold: 'bytes; 0: no event' },
    flags: [],
    driver: 'qemu',
  },
  virDomainGetBlockIoTune: {
    summary: "The limits of a disk's I/O.",
    params: { disk: DISK },
    flags: ['DomainModificationImpact', 'TypedParameterFlags'],
    returns: IOTUNE,
  },
  virDomainSetBlockIoTune: {
    summary: "Sets limits of a disk's I/O.",
    params: { disk: DISK, params: IOTUNE },
    flags: IMPACT,
  },
  virDomainSetThrottleGroup: {
    summary: "Sets the limits of a group that several disks' I/O shares, and makes the group where there is none.",
    params: { group: "the group's name", params: IOTUNE },
    flags: IMPACT,
  },
  virDomainDelThrottleGroup: {
    summary: 'Deletes a group of I/O limits. No disk may refer to it any more.',
    params: { group: "the group's name" },
    flags: IMPACT,
  },

  virDomainBlockPull: {
    summary: 'Begins to copy all that a disk reads from its backing files into its own, which then stands alone.',
    params: { disk: DISK, bandwidth: bandwidth('DomainBlockPullFlags.BANDWIDTH_BYTES') },
    flags: 'DomainBlockPullFlags',
  },
  virDomainBlockRebase: {
    summary: "Begins to shorten a disk's chain to a base, or with `DomainBlockRebaseFlags.COPY` to copy the disk.",
    params: {
      disk: DISK,
      base: `${BACKING}; null: the disk stands alone then. The copy's path with \`COPY\``,
      bandwidth: bandwidth('DomainBlockRebaseFlags.BANDWIDTH_BYTES'),
    },
    flags: 'DomainBlockRebaseFlags',
  },
  virDomainBlockCommit: {
    summary: "Begins to merge files of a disk's chain downwards, into one that backs them.",
    params: {
      disk: DISK,
      base: `what is merged into: ${BACKING}; null: the bottom, or with \`SHALLOW\` what backs the top`,
      top: `the first that is merged: ${BACKING}; null: the file that the guest writes to, with \`ACTIVE\``,
      bandwidth: bandwidth('DomainBlockCommitFlags.BANDWIDTH_BYTES'),
    },
    flags: 'DomainBlockCommitFlags',
  },
  virDomainBlockCopy: {
    summary: 'Begins to mirror a disk to another place. `blockJobAbort` ends it, there or here.',
    params: {
      disk: DISK,
      destxml: 'a `<disk>` element, which says where to',
      params: '`bandwidth` in bytes/s; `granularity` and `buf-size` in bytes',
    },
    flags: 'DomainBlockCopyFlags',
  },
  virDomainGetBlockJobInfo: {
    summary: "How far a disk's job has come.",
    params: { disk: DISK },
    flags: 'DomainBlockJobInfoFlags',
    returns:
      '`type` of `DomainBlockJobType`; `bandwidth` in MiB/s, or bytes/s with `DomainBlockJobInfoFlags.BANDWIDTH_BYTES`; `cur` of `end`. Null where there is no job',
  },
  virDomainBlockJobSetSpeed: {
    summary: "Sets how fast a disk's job may be.",
    params: { disk: DISK, bandwidth: bandwidth('DomainBlockJobSetSpeedFlags.SPEED_BANDWIDTH_BYTES') },
    flags: 'DomainBlockJobSetSpeedFlags',
  },
  virDomainBlockJobAbort: {
    summary: "Ends a disk's job: as if it had not begun, or with `DomainBlockJobAbortFlags.PIVOT` on the copy.",
    params: { disk: DISK },
    flags: 'DomainBlockJobAbortFlags',
    errors: ['`VIR_ERR_BLOCK_COPY_ACTIVE` where it cannot pivot yet'],
  },

  virDomainBackupBegin: {
    summary: "Begins a backup of a running domain's disks, by copying them (push) or by an NBD server (pull).",
    params: {
      backupXML: 'a `<domainbackup>` element',
      checkpointXML: 'a `<domaincheckpoint>` element, for a checkpoint made at the same moment',
    },
    flags: 'DomainBackupBeginFlags',
    driver: 'qemu',
  },
  virDomainBackupGetXMLDesc: {
    summary: "The description of the domain's backup that is going on, in libvirt's XML.",
    flags: [],
    errors: ['`VIR_ERR_NO_DOMAIN_BACKUP` where there is none'],
    driver: 'qemu',
  },
};
