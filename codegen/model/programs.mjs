// @ts-check

/**
 * Where a program's description is, and how it names its parts.
 *
 * @typedef {object} ProgramSource
 * @property {string} name
 * @property {string} path below libvirt's `src`
 * @property {string | null} program the constant that holds the program's number
 * @property {string | null} version likewise its version
 * @property {string | null} procedures the enum of its procedures
 * @property {string[]} uses the programs whose types it names
 */

/** @type {readonly ProgramSource[]} */
export const PROGRAMS = [
  {
    name: 'net',
    path: 'rpc/virnetprotocol.x',
    program: null,
    version: null,
    procedures: null,
    uses: [],
  },
  {
    name: 'keepalive',
    path: 'rpc/virkeepaliveprotocol.x',
    program: 'KEEPALIVE_PROGRAM',
    version: 'KEEPALIVE_PROTOCOL_VERSION',
    procedures: 'keepalive_procedure',
    uses: [],
  },
  {
    name: 'remote',
    path: 'remote/remote_protocol.x',
    program: 'REMOTE_PROGRAM',
    version: 'REMOTE_PROTOCOL_VERSION',
    procedures: 'remote_procedure',
    uses: [],
  },
  {
    name: 'qemu',
    path: 'remote/qemu_protocol.x',
    program: 'QEMU_PROGRAM',
    version: 'QEMU_PROTOCOL_VERSION',
    procedures: 'qemu_procedure',
    uses: ['remote'],
  },
  {
    name: 'lxc',
    path: 'remote/lxc_protocol.x',
    program: 'LXC_PROGRAM',
    version: 'LXC_PROTOCOL_VERSION',
    procedures: 'lxc_procedure',
    uses: ['remote'],
  },
  {
    name: 'admin',
    path: 'admin/admin_protocol.x',
    program: 'ADMIN_PROGRAM',
    version: 'ADMIN_PROTOCOL_VERSION',
    procedures: 'admin_procedure',
    uses: [],
  },
];
