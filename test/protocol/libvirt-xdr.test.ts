import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitrary } from './support/arbitrary.js';
import { MODEL, TYPES, type Type } from './support/model.js';
import { NativeCodec, RELEASE } from './support/native-xdr.js';
import { reference } from './support/reference.js';

/** Values of each type. */
const RUNS = 12;

/** Newer than libvirt 9.0.0, which is the oldest that may be installed here. */
const NEWER = [
  'remote_domain_set_throttle_group_args',
  'remote_domain_del_throttle_group_args',
  'remote_node_device_update_args',
  'remote_network_event_callback_metadata_change_msg',
  'remote_network_set_metadata_args',
  'remote_network_get_metadata_args',
  'remote_network_get_metadata_ret',
  'remote_domain_graphics_reload_args',
  'remote_domain_get_autostart_once_args',
  'remote_domain_get_autostart_once_ret',
  'remote_domain_set_autostart_once_args',
  'remote_domain_event_nic_mac_change_msg',
  'remote_domain_event_vcpu_removed_msg',
  'remote_domain_event_callback_channel_lifecycle_msg',
  'remote_domain_announce_interface_args',
  'admin_connect_daemon_shutdown_args',
];

/** The client has no use for it alone, so its routine is in the daemon and in no library. */
const DAEMON_ONLY = ['admin_connect_set_daemon_timeout_args'];

/** libvirt-admin.so.0 keeps the routines of the parts of payloads to itself; those of the payloads call them. */
const PARTS = [
  'admin_nonnull_string',
  'admin_string',
  'admin_typed_param_value',
  'admin_typed_param',
  'admin_nonnull_server',
  'admin_nonnull_client',
];

const native = new Map(TYPES.map(({ name }) => [name, NativeCodec.find(name)]));
const compared = TYPES.filter(({ name }) => native.get(name));

/** The types that a type consists of, itself among them. */
function within(type: Type): string[] {
  if (typeof type !== 'string') return 'of' in type ? within(type.of) : [];
  const definition = TYPES.find(({ name }) => name === type)?.definition;
  switch (definition?.kind) {
    case undefined:
      return [];
    case 'typedef':
      return [type, ...within(definition.type)];
    case 'struct':
      return [type, ...definition.fields.flatMap((field) => within(field.type))];
    case 'union':
      return [type, ...definition.arms.flatMap(({ field }) => (field === null ? [] : within(field.type)))];
    case 'enum':
      return [type];
  }
}

describe('the types that libvirt has routines for', () => {
  it('are all but those that are named here', () => {
    const missing = TYPES.filter(({ name }) => !native.get(name)).map(({ name }) => name);
    const excused = [...NEWER, ...DAEMON_ONLY, ...PARTS];
    expect(missing.filter((name) => !excused.includes(name))).toEqual([]);
    expect(compared.length).toBeGreaterThanOrEqual(754);
    if (RELEASE === 9_000_000) expect([...excused].sort()).toEqual([...missing].sort());
  });

  it('contain those of which the library keeps the routines to itself', () => {
    const reached = new Set(compared.flatMap(({ name }) => within(name)));
    expect(PARTS.filter((name) => !reached.has(name))).toEqual([]);
  });

  it.each(compared)('$name: random values are the same bytes in C', ({ name, codec }) => {
    const c = native.get(name) as NativeCodec;
    fc.assert(
      fc.property(arbitrary(name), (value) => {
        const bytes = Buffer.from(codec.encode(value));
        expect(bytes).toEqual(reference(name, value));
        expect(c.roundTrip(bytes)).toEqual({ written: bytes, read: bytes.length });
        expect(codec.decode(bytes)).toEqual(value);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the types that libvirt has no routine for here', () => {
  const others = TYPES.filter(({ name }) => !native.get(name));

  it.each(others)('$name: random values are as RFC 4506 has them, and come back', ({ name, codec }) => {
    fc.assert(
      fc.property(arbitrary(name), (value) => {
        const bytes = codec.encode(value);
        expect(Buffer.from(bytes)).toEqual(reference(name, value));
        expect(codec.decode(bytes)).toEqual(value);
      }),
      { numRuns: 10 * RUNS },
    );
  });

  it('are of libvirt’s newer releases, if named so', () => {
    const since = new Map(MODEL.programs.flatMap(({ types }) => types.map((type) => [type.name, type.since])));
    expect(NEWER.filter((name) => since.get(name) === '9.0.0')).toEqual([]);
  });
});
