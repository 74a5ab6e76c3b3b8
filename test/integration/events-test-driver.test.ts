import { describe, expect, it, onTestFinished } from 'vitest';
import { sessionOf } from '../../src/api/connection/base.js';
import {
  type Connection,
  type Domain,
  DomainEventDefinedDetailType,
  DomainEventID,
  DomainEventResumedDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainMetadataType,
  DomainModificationImpact,
  NetworkEventID,
  NetworkEventLifecycleType,
  NodeDeviceEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '../../src/index.js';
import { procedures } from '../../src/protocol/generated/remote/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';
import { collect } from '../support/integration-events.js';

const daemon = useDaemon();

let domains = 0;
async function define(connection: Connection): Promise<Domain> {
  domains++;
  const xml = `<domain type='test'><name>d${domains}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
  const domain = await connection.domainDefineXML(xml);
  onTestFinished(async () => {
    await domain.destroy().catch(() => {});
    await domain.undefine().catch(() => {});
  });
  return domain;
}

const uri = (): string => daemon().uri('test');

describe('events of domains', () => {
  it('tell a whole life, in order and in detail', async () => {
    const connection = await open(uri());
    const lives = await collect(connection.domainEvents('lifecycle'));
    const domain = await define(connection);
    await domain.create();
    await domain.suspend();
    await domain.resume();
    await domain.destroy();
    await domain.undefine();
    const events = await lives.count(6);
    expect(events.map(({ event, detail }) => [event, detail])).toEqual([
      [DomainEventType.DEFINED, DomainEventDefinedDetailType.ADDED],
      [DomainEventType.STARTED, DomainEventStartedDetailType.BOOTED],
      [DomainEventType.SUSPENDED, DomainEventSuspendedDetailType.PAUSED],
      [DomainEventType.RESUMED, DomainEventResumedDetailType.UNPAUSED],
      [DomainEventType.STOPPED, DomainEventStoppedDetailType.DESTROYED],
      [DomainEventType.UNDEFINED, DomainEventUndefinedDetailType.REMOVED],
    ]);
    for (const event of events) {
      expect(event.domain).toMatchObject({ connection, name: domain.name, uuid: domain.uuid });
    }
    expect(events[1]?.domain.id).toBeGreaterThan(0);
  });

  it('are of one domain where one is asked for, beside those of all', async () => {
    const connection = await open(uri());
    const [one, other] = [await define(connection), await define(connection)];
    const ofOne = await collect(connection.domainEvents('lifecycle', { domain: one }));
    const ofAll = await collect(connection.domainEvents('lifecycle'));
    await other.create();
    await one.create();
    await ofAll.count(2);
    expect((await ofOne.count(1)).map(({ domain }) => domain.name)).toEqual([one.name]);
    expect(ofAll.events.map(({ domain }) => domain.name)).toEqual([other.name, one.name]);
  });

  it('of all kinds come from a daemon that does not know the newest', async () => {
    const connection = await open(uri());
    const domain = await define(connection);
    const all = await collect(connection.domainEvents());
    await domain.create();
    await domain.setMetadata(DomainMetadataType.ELEMENT, '<a/>', 'k', 'urn:x', DomainModificationImpact.LIVE);
    await all.count(2);
    expect(all.events).toMatchObject([
      { kind: 'lifecycle', event: DomainEventType.STARTED },
      { kind: 'metadataChange', type: DomainMetadataType.ELEMENT, nsuri: 'urn:x' },
    ]);
  });

  it('of a kind that the daemon does not know are refused, and the connection goes on', async () => {
    const connection = await open(uri());
    const events = connection.domainEvents('channelLifecycle');
    await expect(events.next()).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR', domain: 'VIR_FROM_RPC' });
    const registered = connection.domainEventRegisterAny(null, DomainEventID.VCPU_REMOVED, () => {});
    await expect(registered).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    await connection.getHostname();
  });

  it('stop at the daemon when the last who wanted them has had enough', async () => {
    const connection = await open(uri());
    const session = sessionOf(connection);
    const domain = await define(connection);
    await domain.create();
    let messages = 0;
    session.on(procedures.DOMAIN_EVENT_CALLBACK_LIFECYCLE, () => messages++);
    const events = connection.domainEvents('lifecycle');
    const id = await connection.domainEventRegisterAny(null, DomainEventID.LIFECYCLE, () => {});
    await domain.suspend();
    for await (const _ of events) break;
    await domain.resume();
    await expect.poll(() => messages).toBe(2);
    await connection.domainEventDeregisterAny(id);
    await domain.suspend();
    await domain.resume();
    await connection.getHostname();
    expect(messages).toBe(2);
    // The first registration of a connection has the id 0: the daemon has it no longer.
    const again = session.call(procedures.CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY, { callbackID: 0 });
    await expect(again).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
  });

  it('can be asked for, given up and asked for again, however fast', async () => {
    const connection = await open(uri());
    const domain = await define(connection);
    for (let i = 0; i < 20; i++) {
      const events = connection.domainEvents('lifecycle');
      if (i % 2 === 0) void events.return();
      else await events.return();
    }
    const events = connection.domainEvents('lifecycle');
    // A daemon carries out several calls at a time: which comes first is not said before it has answered.
    await events.registered;
    await domain.create();
    expect((await events.next()).value?.event).toBe(DomainEventType.STARTED);
    await events.return();
  });
});

describe('waiting for a state', () => {
  it('ends at once where the domain is in it, and when it comes to it', async () => {
    const connection = await open(uri());
    const domain = await define(connection);
    await domain.waitForState('shutoff');
    const running = domain.waitForState('running', { timeout: 20_000 });
    const paused = domain.waitForState('paused', { timeout: 20_000 });
    await domain.create();
    await running;
    await domain.suspend();
    await paused;
    const off = domain.waitForState('shutoff', { timeout: 20_000 });
    await domain.destroy();
    await off;
  });

  it('takes its time, and no more, and leaves nothing registered', async () => {
    const connection = await open(uri());
    const domain = await define(connection);
    await expect(domain.waitForState('running', { timeout: 50 })).rejects.toMatchObject({
      name: 'TimeoutError',
      message: `domain ${domain.name} was not running within 50 ms`,
    });
    const abort = new AbortController();
    const aborted = domain.waitForState('running', { signal: abort.signal });
    abort.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'ABORT_ERR', sent: false });
    await expect(domain.waitForState('off' as 'shutoff')).rejects.toMatchObject({ code: 'ERR_INVALID_ARG_VALUE' });
    await connection.getHostname();
    const again = sessionOf(connection).call(procedures.CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY, {
      callbackID: 0,
    });
    await expect(again).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
  });

  it('says so where the domain goes away', async () => {
    const connection = await open(uri());
    const domain = await define(connection);
    const running = domain.waitForState('running', { timeout: 20_000 });
    await domain.undefine();
    await expect(running).rejects.toMatchObject({ name: 'RemoteError', code: 'VIR_ERR_NO_DOMAIN' });
    await domain.waitForState('shutoff');
  });

  it('ends with the connection', async () => {
    const connection = await open(uri());
    const domain = await define(connection);
    const running = domain.waitForState('running');
    await connection.getHostname();
    const failed = expect(running).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED' });
    await connection.close();
    await failed;
  });
});

describe('events of other objects', () => {
  it('tell of networks', async () => {
    const connection = await open(uri());
    const all = await collect(connection.networkEvents());
    const network = await connection.networkDefineXML('<network><name>n1</name></network>');
    const called: number[] = [];
    const id = await connection.networkEventRegisterAny(network, NetworkEventID.LIFECYCLE, ({ event }) => {
      called.push(event);
    });
    await network.create();
    await network.destroy();
    // An event may come after the reply to the call that caused it.
    await expect.poll(() => called).toEqual([NetworkEventLifecycleType.STARTED, NetworkEventLifecycleType.STOPPED]);
    await connection.networkEventDeregisterAny(id);
    await network.undefine();
    const { DEFINED, STARTED, STOPPED, UNDEFINED } = NetworkEventLifecycleType;
    expect(await all.count(4)).toMatchObject(
      [DEFINED, STARTED, STOPPED, UNDEFINED].map((event) => ({ kind: 'lifecycle', event, network: { name: 'n1' } })),
    );
    expect(called).toEqual([STARTED, STOPPED]);
  });

  it('tell of storage pools', async () => {
    const connection = await open(uri());
    const all = await collect(connection.storagePoolEvents());
    const xml = "<pool type='dir'><name>p1</name><target><path>/p1</path></target></pool>";
    const pool = await connection.storagePoolDefineXML(xml);
    const { DEFINED, STARTED, STOPPED, UNDEFINED } = StoragePoolEventLifecycleType;
    const ofOne = await collect(connection.storagePoolEvents(['refresh', 'lifecycle'], { pool }));
    await pool.create();
    await pool.refresh();
    await pool.destroy();
    await pool.undefine();
    const life = [STARTED, 'refresh', STOPPED, UNDEFINED];
    const told = (event: (typeof all.events)[number]) => (event.kind === 'refresh' ? event.kind : event.event);
    expect((await all.count(5)).map(told)).toEqual([DEFINED, ...life]);
    expect((await ofOne.count(4)).map(told)).toEqual(life);
    expect(all.events[0]?.pool).toMatchObject({ name: 'p1', connection });
  });

  it("tell of the host's devices", async () => {
    const connection = await open(uri());
    const all = await collect(connection.nodeDeviceEvents());
    const parent = await connection.nodeDeviceLookupByName('scsi_host1');
    const updates = await collect(connection.nodeDeviceEvents('update', { device: parent }));
    const device = await connection.nodeDeviceCreateXML(`<device><parent>scsi_host1</parent>
      <capability type='scsi_host'><capability type='fc_host'>
        <wwnn>2000000012341234</wwnn><wwpn>2000000012341235</wwpn>
      </capability></capability></device>`);
    await device.destroy();
    const { CREATED, DELETED } = NodeDeviceEventLifecycleType;
    const lives = await all.count(2);
    expect(lives.map((event) => event.kind === 'lifecycle' && event.event)).toEqual([CREATED, DELETED]);
    expect(lives[0]?.device.name).toBe(device.name);
    expect(updates.events).toEqual([]);
  });

  it('are refused where the driver has none', async () => {
    const connection = await open(uri());
    for (const events of [connection.secretEvents(), connection.secretEvents('valueChanged')]) {
      await expect(events.next()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
    }
    await expect(connection.qemuMonitorEvents().next()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
  });
});
