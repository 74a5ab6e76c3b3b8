// @ts-check

/**
 * Where libvirt's code does something else than its descriptions say. Each has its reason.
 */

/**
 * @typedef {object} StreamCorrection
 * @property {string} program
 * @property {string} procedure
 * @property {'read' | 'write' | null} annotated what the description says
 * @property {'write' | 'readwrite'} direction what is so
 * @property {string} reason
 */

/** @type {readonly StreamCorrection[]} */
export const STREAMS = [
  {
    program: 'remote',
    procedure: 'DOMAIN_OPEN_CONSOLE',
    annotated: 'read',
    direction: 'readwrite',
    reason: 'the daemon opens a terminal both ways; the annotation only places the argument',
  },
  {
    program: 'remote',
    procedure: 'DOMAIN_OPEN_CHANNEL',
    annotated: 'read',
    direction: 'readwrite',
    reason: 'the daemon opens a socket both ways; the annotation only places the argument',
  },
  {
    program: 'remote',
    procedure: 'DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS',
    annotated: null,
    direction: 'write',
    reason: 'written by hand on both sides, so that it has no annotation',
  },
];

/** @type {readonly { name: string, reason: string }[]} */
export const OPEN_ENUMS = [
  {
    name: 'remote_auth_type',
    reason: 'a client looks for the type that it wants in the list, and passes over those that it does not know',
  },
];

/**
 * Strings of which messages repeat a few: the reader remembers them.
 *
 * @type {readonly { type: string, field: string, reason: string }[]}
 */
export const RECURRING = [
  {
    type: 'remote_typed_param',
    field: 'field',
    reason: "the statistics of many domains repeat their parameters' names for each",
  },
];
