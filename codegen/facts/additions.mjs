// @ts-check

/** @typedef {import('../model/model.mjs').TypeDefinition} TypeDefinition */
/** @typedef {import('../model/model.mjs').Procedure} Procedure */
/** @typedef {import('../model/model.mjs').Type} Type */

/**
 * What a libvirt adds whose `.x` files are not to be had: facts, by hand.
 *
 * @typedef {object} Addition
 * @property {string} version
 * @property {string} program
 * @property {TypeDefinition[]} types
 * @property {Procedure[]} procedures
 */

const version = '12.8.0';

/**
 * @param {string} name
 * @param {[name: string, type: Type][]} fields
 * @returns {TypeDefinition}
 */
function struct(name, fields) {
  return { kind: 'struct', name, since: version, fields: fields.map(([field, type]) => ({ name: field, type })) };
}

/**
 * @param {string} name
 * @param {number} number
 * @param {Pick<Procedure, 'args' | 'msg'>} payload
 * @returns {Procedure}
 */
function procedure(name, number, payload) {
  return {
    name,
    number,
    since: version,
    args: payload.args,
    ret: null,
    msg: payload.msg,
    event: payload.msg !== null,
    generate: null,
    priority: 'low',
    stream: null,
    acl: [],
    aclFilter: [],
  };
}

/** @type {readonly Addition[]} */
export const ADDITIONS = [
  {
    version,
    program: 'remote',
    types: [
      struct('remote_domain_event_vcpu_removed_msg', [
        ['callbackID', 'int'],
        ['dom', 'remote_nonnull_domain'],
        ['vcpuid', 'uint'],
      ]),
      struct('remote_domain_event_callback_channel_lifecycle_msg', [
        ['callbackID', 'int'],
        ['dom', 'remote_nonnull_domain'],
        ['channelName', 'remote_nonnull_string'],
        ['state', 'int'],
        ['reason', 'int'],
      ]),
      struct('remote_domain_announce_interface_args', [
        ['dom', 'remote_nonnull_domain'],
        ['device', 'remote_string'],
        ['params', { kind: 'array', of: 'remote_typed_param', max: { value: 16, name: null } }],
        ['flags', 'uint'],
      ]),
    ],
    procedures: [
      procedure('DOMAIN_EVENT_VCPU_REMOVED', 454, { args: null, msg: 'remote_domain_event_vcpu_removed_msg' }),
      procedure('DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE', 455, {
        args: null,
        msg: 'remote_domain_event_callback_channel_lifecycle_msg',
      }),
      procedure('DOMAIN_ANNOUNCE_INTERFACE', 456, { args: 'remote_domain_announce_interface_args', msg: null }),
    ],
  },
];
