import { describe, expect, it } from 'vitest';
import * as protocol from '../../src/protocol/index.js';
import type { EventMessage, Procedure } from '../../src/protocol/procedure.js';
import { MODEL } from './support/model.js';

type AnyProcedure = Procedure<unknown, unknown> | EventMessage<unknown>;

const { admin, keepalive, lxc, net, qemu, remote } = protocol;

const PROGRAMS = [
  { name: 'remote', namespace: remote, number: 0x20008086, calls: 401, events: 55 },
  { name: 'qemu', namespace: qemu, number: 0x20008087, calls: 6, events: 1 },
  { name: 'lxc', namespace: lxc, number: 0x00068000, calls: 1, events: 0 },
  { name: 'admin', namespace: admin, number: 0x06900690, calls: 20, events: 0 },
  { name: 'keepalive', namespace: keepalive, number: 0x6b656570, calls: 0, events: 2 },
];

function all(namespace: { procedures: object }): [string, AnyProcedure][] {
  return Object.entries(namespace.procedures);
}

describe('libvirt-rpc/protocol', () => {
  it('has a namespace for each program and for the RPC layer', () => {
    expect(Object.keys(protocol).sort()).toEqual(['admin', 'keepalive', 'lxc', 'net', 'qemu', 'remote']);
  });

  it.each(PROGRAMS)('$name: number, version, and every procedure once', ({ namespace, number, calls, events }) => {
    expect(namespace.PROGRAM).toBe(number);
    expect(namespace.VERSION).toBe(1);
    const procedures = all(namespace);
    expect(procedures.filter(([, { kind }]) => kind === 'call')).toHaveLength(calls);
    expect(procedures.filter(([, { kind }]) => kind === 'event')).toHaveLength(events);
    // Numbers run from 1 without a gap.
    const numbers = procedures.map(([, procedure]) => procedure.number).sort((a, b) => a - b);
    expect(numbers).toEqual(procedures.map((_, index) => index + 1));
    for (const [key, procedure] of procedures) {
      expect(procedure).toMatchObject({ name: key, program: number, version: 1 });
    }
  });

  it('has no number for what is below the programs', () => {
    expect(net).not.toHaveProperty('PROGRAM');
    expect(net).not.toHaveProperty('VERSION');
    expect(net).not.toHaveProperty('procedures');
  });

  it.each(PROGRAMS)('$name: payloads are those that are named for the procedure', ({ name, namespace }) => {
    const types = ('types' in namespace ? namespace.types : {}) as Readonly<Record<string, unknown>>;
    const used = new Set<unknown>();
    for (const [key, procedure] of all(namespace)) {
      const stem = `${name}_${key.toLowerCase()}`;
      const payloads = {
        args: procedure.args,
        ret: procedure.ret,
        ...(procedure.kind === 'event' ? { msg: procedure.msg } : {}),
      };
      for (const [kind, codec] of Object.entries(payloads)) {
        const expected = types[`${stem}_${kind}`];
        used.add(expected);
        if (expected === undefined) expect(codec.name).toBe('void');
        else expect(codec).toBe(expected);
      }
    }
    // And no payload is left over.
    const payloads = Object.entries(types).filter(([type]) => /_(args|ret|msg)$/.test(type));
    expect(payloads.filter(([, codec]) => !used.has(codec))).toEqual([]);
  });

  it('has the types by their XDR names', () => {
    for (const { name, types } of MODEL.programs.filter((program) => program.types.length > 0)) {
      const namespace = protocol[name as 'remote'];
      expect(Object.keys(namespace.types)).toEqual(types.map((type) => type.name));
      for (const [key, codec] of Object.entries(namespace.types)) expect(codec.name).toBe(key);
    }
    expect(remote.types.remote_typed_param.decode(Buffer.from('00000001610000000000000100000005', 'hex'))).toEqual({
      field: 'a',
      value: { type: 1, value: 5 },
    });
  });

  it('has the constants', () => {
    expect(remote.REMOTE_STRING_MAX).toBe(4 * 1024 * 1024);
    expect(remote.REMOTE_DOMAIN_LIST_MAX).toBe(16384);
    expect(remote.REMOTE_AUTH_POLKIT).toBe(2);
    expect(admin.ADMIN_STRING_MAX).toBe(4 * 1024 * 1024);
    expect(net.VIR_NET_MESSAGE_MAX).toBe(32 * 1024 * 1024);
    expect(net.VIR_NET_MESSAGE_NUM_FDS_MAX).toBe(32);
    expect(net.VIR_NET_STREAM_HOLE).toBe(6);
    expect(net.VIR_NET_CONTINUE).toBe(2);
  });
});

describe('a procedure', () => {
  it.each([
    ['DOMAIN_CREATE_XML_WITH_FILES', 309],
    ['DOMAIN_CREATE_WITH_FILES', 310],
    ['DOMAIN_OPEN_GRAPHICS', 249],
    ['DOMAIN_OPEN_GRAPHICS_FD', 343],
    ['DOMAIN_FD_ASSOCIATE', 443],
    ['CONNECT_OPEN', 1],
    ['CONNECT_CLOSE', 2],
    ['AUTH_LIST', 66],
    ['AUTH_POLKIT', 70],
    ['CONNECT_SUPPORTS_FEATURE', 60],
    ['CONNECT_GET_URI', 110],
    ['CONNECT_REGISTER_CLOSE_CALLBACK', 360],
    ['CONNECT_EVENT_CONNECTION_CLOSED', 362],
    ['DOMAIN_EVENT_VCPU_REMOVED', 454],
    ['DOMAIN_EVENT_CALLBACK_CHANNEL_LIFECYCLE', 455],
    ['DOMAIN_ANNOUNCE_INTERFACE', 456],
  ] as const)('%s has the number %i', (name, number) => {
    expect(remote.procedures[name].number).toBe(number);
  });

  it('says which way its stream goes', () => {
    const streams = all(remote)
      .filter(([, { stream }]) => stream !== null)
      .map(([, { number, stream }]) => [number, stream]);
    expect(Object.fromEntries(streams)).toEqual({
      148: 'write',
      201: 'readwrite',
      208: 'write',
      209: 'read',
      211: 'read',
      215: 'write',
      296: 'readwrite',
      304: 'write',
    });
  });

  it('says its priority, and since when it is', () => {
    expect(remote.procedures.CONNECT_OPEN.priority).toBe('high');
    expect(remote.procedures.DOMAIN_GET_INFO.priority).toBe('low');
    expect(qemu.procedures.DOMAIN_MONITOR_COMMAND.priority).toBe('low');
    expect(remote.procedures.CONNECT_OPEN.since).toBe('9.0.0');
    expect(remote.procedures.DOMAIN_GRAPHICS_RELOAD.since).toBe('11.3.0');
    expect(remote.procedures.DOMAIN_ANNOUNCE_INTERFACE.since).toBe('12.8.0');
  });
});
