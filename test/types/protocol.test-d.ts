import {
  admin,
  type Codec,
  type EventMessage,
  keepalive,
  lxc,
  net,
  type Procedure,
  qemu,
  remote,
} from 'libvirt-rpc/protocol';
import { describe, expectTypeOf, it } from 'vitest';

/** What a codec is the codec of. */
type Value<C> = C extends Codec<infer T> ? T : never;

describe('a program', () => {
  it('has its number and its version', () => {
    for (const program of [remote, qemu, lxc, admin, keepalive]) {
      expectTypeOf(program.PROGRAM).toExtend<number>();
      expectTypeOf(program.VERSION).toExtend<number>();
    }
    expectTypeOf(net).not.toHaveProperty('PROGRAM');
  });

  it('has procedures that are typed by what they carry', () => {
    const { DOMAIN_CREATE_XML_WITH_FILES, CONNECT_CLOSE, DOMAIN_GET_INFO } = remote.procedures;
    expectTypeOf(DOMAIN_CREATE_XML_WITH_FILES).toEqualTypeOf<
      Procedure<remote.remote_domain_create_xml_with_files_args, remote.remote_domain_create_xml_with_files_ret>
    >();
    expectTypeOf(CONNECT_CLOSE).toEqualTypeOf<Procedure<void, void>>();
    expectTypeOf<Value<typeof DOMAIN_GET_INFO.ret>['cpuTime']>().toEqualTypeOf<bigint>();
    expectTypeOf(DOMAIN_CREATE_XML_WITH_FILES.stream).toEqualTypeOf<'read' | 'write' | 'readwrite' | null>();
    expectTypeOf(remote.procedures).not.toHaveProperty('DOMAIN_CREATE_XML_WITH_FILE');
  });

  it('has events that are typed likewise, and are no procedures', () => {
    const event = remote.procedures.DOMAIN_EVENT_LIFECYCLE;
    expectTypeOf(event).toEqualTypeOf<EventMessage<remote.remote_domain_event_lifecycle_msg>>();
    expectTypeOf(event.kind).toEqualTypeOf<'event'>();
    expectTypeOf(remote.procedures.CONNECT_CLOSE.kind).toEqualTypeOf<'call'>();
  });
});

describe('a codec', () => {
  it('encodes its type to bytes, and decodes bytes to it', () => {
    const codec = remote.types.remote_nonnull_domain;
    expectTypeOf(codec).toExtend<Codec<remote.remote_nonnull_domain>>();
    expectTypeOf(codec.encode).toEqualTypeOf<(value: remote.remote_nonnull_domain) => Uint8Array>();
    expectTypeOf(codec.decode).toEqualTypeOf<(bytes: Uint8Array) => remote.remote_nonnull_domain>();
  });

  it('maps XDR’s types: int to number, hyper to bigint, opaque to bytes, an optional value to null', () => {
    expectTypeOf<remote.remote_nonnull_domain>().toEqualTypeOf<{
      readonly name: string;
      readonly uuid: Uint8Array;
      readonly id: number;
    }>();
    expectTypeOf<remote.remote_domain_get_info_ret['memory']>().toEqualTypeOf<bigint>();
    expectTypeOf<net.virNetMessageError['str1']>().toEqualTypeOf<string | null>();
  });

  it('maps a union to one that its discriminant narrows', () => {
    const { value } = {} as remote.remote_typed_param;
    if (value.type === 4) expectTypeOf(value.value).toEqualTypeOf<bigint>();
    if (value.type === 5) expectTypeOf(value.value).toEqualTypeOf<number>();
    if (value.type === 7) expectTypeOf(value.value).toEqualTypeOf<string>();
  });

  it('refuses another type', () => {
    // @ts-expect-error a domain is no string
    remote.types.remote_nonnull_domain.encode('name');
    // @ts-expect-error a hyper is a bigint
    remote.types.remote_typed_param_value.encode({ type: 4, value: 4 });
  });
});
