import { describe, expect, it } from 'vitest';
import { remote } from '../../src/protocol/index.js';
import type { Codec } from '../../src/protocol/xdr/codec.js';

/** A domain, as bytes: its name's length and name, its UUID, its id. */
const DOM = '00000003 67737400 c7a5fdbdedaf9455926ad65c16db1809 00000002';

const dom: remote.remote_nonnull_domain = {
  name: 'gst',
  uuid: Buffer.from('c7a5fdbdedaf9455926ad65c16db1809', 'hex'),
  id: 2,
};

function check<T>(codec: Codec<T>, value: T, hex: string): void {
  const bytes = hex.replaceAll(' ', '');
  expect(Buffer.from(codec.encode(value)).toString('hex')).toBe(bytes);
  expect(codec.decode(Buffer.from(bytes, 'hex'))).toEqual({
    ...value,
    dom: { ...dom, uuid: new Uint8Array(dom.uuid) },
  });
}

// Seen in packets of a daemon of 12.8.0.
describe('what libvirt 12.8.0 adds', () => {
  const { DOMAIN_EVENT_VCPU_REMOVED, DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE, DOMAIN_ANNOUNCE_INTERFACE } =
    remote.procedures;

  it('the event of a removed virtual CPU', () => {
    check(DOMAIN_EVENT_VCPU_REMOVED.msg, { callbackID: 175, dom, vcpuid: 1 }, `000000af ${DOM} 00000001`);
  });

  it('the event of a channel', () => {
    check(
      DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE.msg,
      { callbackID: 176, dom, channelName: 'org.bed.ch0', state: 1, reason: 2 },
      `000000b0 ${DOM} 0000000b 6f72672e6265642e63683000 00000001 00000002`,
    );
  });

  it('the call that announces an interface', () => {
    const params: remote.remote_typed_param[] = [
      { field: 'initial', value: { type: 2, value: 10 } },
      { field: 'rounds', value: { type: 2, value: 2 } },
    ];
    check(
      DOMAIN_ANNOUNCE_INTERFACE.args,
      { dom, device: null, params, flags: 0 },
      `${DOM} 00000000 00000002 00000007 696e697469616c00 00000002 0000000a 00000006 726f756e64730000 00000002 00000002 00000000`,
    );
    expect(DOMAIN_ANNOUNCE_INTERFACE.ret.name).toBe('void');
  });
});
