import {
  type Connection,
  type Domain,
  type DomainEvent,
  type DomainEventDefinedDetailType,
  DomainEventID,
  type DomainEventIOErrorAction,
  type DomainEventStoppedDetailType,
  DomainEventType,
  type EventIterator,
  type EventsLostError,
  type Network,
  NetworkEventID,
  type NetworkEventLifecycleType,
  type NodeDevice,
  type QemuMonitorEvent,
  type Secret,
  type StoragePool,
  type TypedParams,
} from 'libvirt-rpc';
import { describe, expectTypeOf, it } from 'vitest';

const connection = {} as Connection;
const domain = {} as Domain;

describe('events of domains', () => {
  it('are of the kind that is asked for', async () => {
    for await (const event of connection.domainEvents('rtcChange', { domain, highWaterMark: 5 })) {
      expectTypeOf(event.kind).toEqualTypeOf<'rtcChange'>();
      expectTypeOf(event.domain).toEqualTypeOf<Domain>();
      expectTypeOf(event.utcoffset).toEqualTypeOf<bigint>();
      // @ts-expect-error events are not changed
      event.utcoffset = 5n;
    }
    // @ts-expect-error there is no such kind
    connection.domainEvents('nothing');
    // @ts-expect-error there is no such option
    connection.domainEvents('lifecycle', { dom: domain });
  });

  it('are told apart by their kind', async () => {
    expectTypeOf(connection.domainEvents()).toEqualTypeOf<EventIterator<DomainEvent>>();
    for await (const event of connection.domainEvents(['ioError', 'jobCompleted'])) {
      expectTypeOf(event.kind).toEqualTypeOf<'ioError' | 'jobCompleted'>();
      if (event.kind === 'ioError') expectTypeOf(event.action).toEqualTypeOf<DomainEventIOErrorAction>();
      else expectTypeOf(event.params).toEqualTypeOf<TypedParams>();
      // @ts-expect-error only one of them has it
      event.srcPath;
    }
  });

  it('in a life have the detail of what has happened', async () => {
    for await (const event of connection.domainEvents('lifecycle')) {
      if (event.event === DomainEventType.STOPPED) {
        expectTypeOf(event.detail).toEqualTypeOf<DomainEventStoppedDetailType>();
      } else if (event.event === DomainEventType.DEFINED) {
        expectTypeOf(event.detail).toEqualTypeOf<DomainEventDefinedDetailType>();
      }
    }
  });

  it('are given to a callback as its id says', async () => {
    const id = connection.domainEventRegisterAny(domain, DomainEventID.BALLOON_CHANGE, (event) => {
      expectTypeOf(event.kind).toEqualTypeOf<'balloonChange'>();
      expectTypeOf(event.actual).toEqualTypeOf<bigint>();
    });
    expectTypeOf(id).toEqualTypeOf<Promise<number>>();
    expectTypeOf(connection.domainEventDeregisterAny(await id)).toEqualTypeOf<Promise<void>>();
    connection.domainEventRegister((event) => expectTypeOf(event.kind).toEqualTypeOf<'lifecycle'>());
    // @ts-expect-error it is no event's id
    connection.domainEventRegisterAny(null, 30, () => {});
    // @ts-expect-error it is an event of networks
    connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, (event: { readonly network: Network }) => event);
  });
});

describe('events of other objects', () => {
  it('have their objects', async () => {
    const network = {} as Network;
    for await (const event of connection.networkEvents('lifecycle', { network })) {
      expectTypeOf(event.network).toEqualTypeOf<Network>();
      expectTypeOf(event.event).toEqualTypeOf<NetworkEventLifecycleType>();
    }
    for await (const { pool } of connection.storagePoolEvents()) expectTypeOf(pool).toEqualTypeOf<StoragePool>();
    for await (const { device } of connection.nodeDeviceEvents()) expectTypeOf(device).toEqualTypeOf<NodeDevice>();
    for await (const { secret } of connection.secretEvents()) expectTypeOf(secret).toEqualTypeOf<Secret>();
    connection.networkEventRegisterAny(null, NetworkEventID.METADATA_CHANGE, ({ nsuri }) => {
      expectTypeOf(nsuri).toEqualTypeOf<string | null>();
    });
  });

  it('and of QEMU', async () => {
    for await (const event of connection.qemuMonitorEvents('STOP', { domain, flags: 1 })) {
      expectTypeOf(event).toEqualTypeOf<QemuMonitorEvent>();
      expectTypeOf(event.seconds).toEqualTypeOf<bigint>();
    }
    connection.domainQemuMonitorEventRegister(null, null, ({ details }) => {
      expectTypeOf(details).toEqualTypeOf<string | null>();
    });
  });
});

describe('what goes with events', () => {
  it('is typed', () => {
    expectTypeOf<EventsLostError['lost']>().toEqualTypeOf<number>();
    expectTypeOf(domain.waitForState('shutoff', { timeout: 5 })).toEqualTypeOf<Promise<void>>();
    // @ts-expect-error there is no such state
    domain.waitForState('off');
    connection.registerCloseCallback((closed, reason) => {
      expectTypeOf(closed).toEqualTypeOf<Connection>();
      expectTypeOf(reason).toExtend<number>();
    });
  });
});
