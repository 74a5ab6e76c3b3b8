import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  domainFamily,
  networkFamily,
  nodeDeviceFamily,
  secretFamily,
  storagePoolFamily,
} from '../../src/api/events/families.js';
import type { CallbackMessage, EventKind } from '../../src/api/events/kind.js';
import { qemuMonitorKind } from '../../src/api/events/qemu-monitor.js';
import { ApiObject, wireOf } from '../../src/api/object.js';
import { readTypedParams } from '../../src/api/typed-params.js';
import {
  type Connection,
  DomainEventID,
  NetworkEventID,
  NodeDeviceEventID,
  SecretEventID,
  StoragePoolEventID,
} from '../../src/index.js';
import { procedures as qemu } from '../../src/protocol/generated/qemu/index.js';
import { procedures as remote, type remote_typed_param } from '../../src/protocol/generated/remote/index.js';
import type { EventMessage, Procedure } from '../../src/protocol/procedure.js';
import { arbitrary } from '../protocol/support/arbitrary.js';
import { startConnection } from '../support/test-connection.js';
import { eventFrame, replyFrame } from '../support/test-events.js';
import type { TestPeer } from '../support/test-peer.js';

type Fields = Readonly<Record<string, unknown>>;

interface Case {
  readonly title: string;
  readonly name: string;
  readonly kind: EventKind<unknown>;
  readonly register: Procedure<never, CallbackMessage>;
  readonly events: (connection: Connection) => AsyncIterator<unknown>;
}

const FAMILIES = [
  [domainFamily, DomainEventID, remote.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, 'domainEvents'],
  [networkFamily, NetworkEventID, remote.CONNECT_NETWORK_EVENT_REGISTER_ANY, 'networkEvents'],
  [storagePoolFamily, StoragePoolEventID, remote.CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY, 'storagePoolEvents'],
  [nodeDeviceFamily, NodeDeviceEventID, remote.CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY, 'nodeDeviceEvents'],
  [secretFamily, SecretEventID, remote.CONNECT_SECRET_EVENT_REGISTER_ANY, 'secretEvents'],
] as const;

const CASES: readonly Case[] = [
  ...FAMILIES.flatMap(([family, , register, method]) =>
    Object.entries<EventKind<unknown>>(family.kinds).map(([name, kind]) => ({
      title: `${family.name} ${name}`,
      name,
      kind,
      register: register as Procedure<never, CallbackMessage>,
      events: (connection: Connection) =>
        (connection[method] as (kind: string) => AsyncIterator<unknown>).call(connection, name),
    })),
  ),
  {
    title: 'QEMU monitor',
    name: 'qemuMonitor',
    kind: qemuMonitorKind,
    register: qemu.CONNECT_DOMAIN_MONITOR_EVENT_REGISTER as Procedure<never, CallbackMessage>,
    events: (connection) => connection.qemuMonitorEvents(),
  },
];

describe('the kinds of events', () => {
  it.each(FAMILIES)('of each family are those of its C enum: %#', (family, ids) => {
    const kinds = Object.values<EventKind<unknown>>(family.kinds);
    expect(kinds.map(({ id }) => id).sort((a, b) => a - b)).toEqual(Object.values(ids).sort((a, b) => a - b));
  });

  it('are named as the members of their C enums are', () => {
    for (const [{ kinds }, ids] of FAMILIES) {
      for (const [name, { id }] of Object.entries<EventKind<unknown>>(kinds)) {
        const [constant = ''] = Object.entries(ids).find(([, value]) => value === id) ?? [];
        expect(name.toLowerCase()).toBe(constant.replaceAll('_', '').toLowerCase());
      }
    }
  });

  it('have every message of the protocol, but for those from before there were callback ids', () => {
    const messages = [...Object.values(remote), ...Object.values(qemu)].filter(({ kind }) => kind === 'event');
    const used = CASES.map(({ kind }) => kind.message.name);
    const legacy = /^DOMAIN_EVENT_(?!CALLBACK_)/;
    const later = messages.filter(({ name, number }) => !legacy.test(name) || number > 333);
    expect(used.toSorted()).toEqual(
      later
        .map(({ name }) => name)
        .filter((name) => name !== remote.CONNECT_EVENT_CONNECTION_CLOSED.name)
        .toSorted(),
    );
  });
});

describe('an event', () => {
  it.each(CASES)('has every field of its message: $title', async (one) => {
    const { peer, connection } = startConnection();
    const events = one.events(connection);
    await register(peer, one.register);
    const message = one.kind.message as EventMessage<CallbackMessage & Fields>;
    await fc.assert(
      fc.asyncProperty(arbitrary(message.msg.name), async (value) => {
        const sent = { ...(value as Fields), callbackID: 7 };
        peer.deliver(eventFrame(message, sent));
        const { value: event } = (await events.next()) as { value: Fields };
        const { kind, ...fields } = event;
        expect(kind).toBe(one.name);
        expect(leaves(fields)).toEqual(leaves(flat(sent)));
        // What has the name that it has in the message has its value, too.
        for (const [name, field] of Object.entries(flat(sent))) {
          if (name in fields) expect(leaves(fields[name])).toEqual(leaves(field));
        }
      }),
      { numRuns: 40 },
    );
  });
});

async function register(peer: TestPeer, procedure: Procedure<never, CallbackMessage>): Promise<void> {
  const call = await peer.next();
  expect(call.header).toMatchObject({ prog: procedure.program, proc: procedure.number });
  peer.deliver(replyFrame(call, procedure, { callbackID: 7 }));
}

/** The fields of a message, without its callback's id, and with those of the message within it, if there is one. */
function flat({ callbackID: _, msg, params, ...rest }: Fields): Fields {
  const typed = params === undefined ? {} : { params: readTypedParams(params as remote_typed_param[]) };
  return { ...rest, ...typed, ...(msg as Fields | undefined) };
}

/** All that a value holds, whatever it is called there: what objects are called on the wire, and each field's text. */
function leaves(value: unknown): string[] {
  if (value instanceof ApiObject) return leaves(wireOf(value));
  if (value instanceof Uint8Array) return [Buffer.from(value).toString('hex')];
  if (Array.isArray(value)) return [`${value.length} elements`, ...value.flatMap(leaves)];
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves).sort();
  return [Object.is(value, -0) ? '-0' : `${typeof value} ${String(value)}`];
}
