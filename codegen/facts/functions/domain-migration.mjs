// @ts-check

/** @typedef {import('./index.mjs').FunctionFacts} FunctionFacts */

const FLAGS = 'DomainMigrateFlags';
const DCONN = 'a connection to the host that the domain moves to';
const DNAME = 'what the domain is called there; null: the same';
const URI = 'where the hypervisors meet; null: the other host says where';
const BANDWIDTH = 'MiB/s; 0: no limit';
const DXML = 'a description for the other host, where it differs from this one; the guest must not see a difference';
const PARAMS = '`destination_name`, `destination_xml`, `migrate_uri`, `bandwidth`, `migrate_disks` and so on';

/**
 * Moving a domain to another host.
 *
 * @type {Record<string, FunctionFacts>}
 */
export const FUNCTIONS = {
  virDomainMigrate: {
    summary: 'Moves a domain to another host.',
    params: { dconn: DCONN, dname: DNAME, uri: URI, bandwidth: BANDWIDTH },
    flags: FLAGS,
    returns: 'the domain at the other host',
  },
  virDomainMigrate2: {
    summary: 'Moves a domain to another host, where its description may differ.',
    params: { dconn: DCONN, dxml: DXML, dname: DNAME, uri: URI, bandwidth: BANDWIDTH },
    flags: FLAGS,
    returns: 'the domain at the other host',
  },
  virDomainMigrate3: {
    summary: 'Moves a domain to another host, as the parameters say.',
    params: { dconn: DCONN, params: PARAMS },
    flags: FLAGS,
    returns: 'the domain at the other host',
  },
  virDomainMigrateToURI: {
    summary: 'Has the daemon move a domain to another host, which this client need not reach.',
    params: {
      duri: "the other daemon's URI with `DomainMigrateFlags.PEER2PEER`, else the hypervisor's own",
      dname: DNAME,
      bandwidth: BANDWIDTH,
    },
    flags: FLAGS,
  },
  virDomainMigrateToURI2: {
    summary: 'Has the daemon move a domain to another host, by separate URIs for the daemon and the hypervisor there.',
    params: {
      dconnuri: "the other daemon's URI, as this daemon reaches it; with `DomainMigrateFlags.PEER2PEER` alone",
      miguri: `${URI}. None with \`DomainMigrateFlags.TUNNELLED\``,
      dxml: DXML,
      dname: DNAME,
      bandwidth: BANDWIDTH,
    },
    flags: FLAGS,
  },
  virDomainMigrateToURI3: {
    summary: 'Has the daemon move a domain to another host, as the parameters say.',
    params: {
      dconnuri: "the other daemon's URI, as this daemon reaches it; with `DomainMigrateFlags.PEER2PEER` alone",
      params: PARAMS,
    },
    flags: FLAGS,
  },
  virDomainMigrateGetMaxSpeed: {
    summary: "How fast the domain's migration may be.",
    flags: 'DomainMigrateMaxSpeedFlags',
    returns: 'MiB/s',
  },
  virDomainMigrateSetMaxSpeed: {
    summary: "Sets how fast the domain's migration may be, even one that is going on.",
    params: { bandwidth: 'MiB/s' },
    flags: 'DomainMigrateMaxSpeedFlags',
  },
  virDomainMigrateGetMaxDowntime: {
    summary: 'How long the guest may stand still at the end of its migration.',
    flags: [],
    returns: 'ms',
  },
  virDomainMigrateSetMaxDowntime: {
    summary: 'Sets how long the guest may stand still at the end of its migration, even of one that is going on.',
    params: { downtime: 'ms' },
    flags: [],
  },
  virDomainMigrateGetCompressionCache: {
    summary: 'How much memory the compression of a migration may use.',
    flags: [],
    returns: 'bytes',
    driver: 'qemu',
  },
  virDomainMigrateSetCompressionCache: {
    summary: 'Sets how much memory the compression of a migration may use.',
    params: { cacheSize: 'bytes; the hypervisor rounds it' },
    flags: [],
    driver: 'qemu',
  },
  virDomainMigrateStartPostCopy: {
    summary: 'Lets the guest run at the other host at once, and fetch its memory when it needs it.',
    flags: [],
    errors: ['`VIR_ERR_OPERATION_INVALID` where no migration with `DomainMigrateFlags.POSTCOPY` is going on'],
    driver: 'qemu',
  },
};
