import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sessionOf } from '../../../src/api/connection/base.js';
import { DomainCreateFlags, DomainEventType, DomainState } from '../../../src/index.js';
import { procedures as qemu } from '../../../src/protocol/generated/qemu/index.js';
import { procedures } from '../../../src/protocol/generated/remote/index.js';
import { connected, domainXml, started, until } from '../../support/testing-daemon.js';

describe('the world’s domains', () => {
  it('are the same, whoever defines them', async () => {
    const { daemon, connection } = await connected();
    const here = daemon.define(domainXml('here'));
    await connection.domainDefineXML(domainXml('there'));
    expect(daemon.domains.map(({ name }) => name)).toEqual(['here', 'there']);
    const [first, second] = await connection.listAllDomains();
    expect(first).toMatchObject({ name: 'here', uuid: here.uuid, id: -1 });
    expect(second?.uuid).toBe(daemon.domain('there')?.uuid);
    await first?.create();
    expect(here).toMatchObject({ running: true, id: 1, state: DomainState.RUNNING, persistent: true, paused: false });
    await first?.suspend();
    expect(here.paused).toBe(true);
    await first?.setAutostart(true);
    expect(here.autostart).toBe(true);
    expect(inspect(here)).toMatch(/^TestDomain \{\s+name: 'here'/u);
  });

  it('give back their description, with what the daemon has added to it', async () => {
    const { daemon, connection } = await connected();
    const domain = await connection.domainDefineXML(
      "<domain type='test' id='9'><name>w</name><memory unit='MiB'>2</memory><os><type>hvm</type></os><!-- c --></domain>",
    );
    const rest = `<memory unit='MiB'>2</memory><os><type>hvm</type></os><!-- c --></domain>`;
    const inactive = `<domain type='test'><name>w</name>\n  <uuid>${domain.uuid}</uuid>${rest}`;
    expect(await domain.getXMLDesc()).toBe(inactive);
    await domain.create();
    expect(await domain.getXMLDesc()).toBe(inactive.replace("'test'", "'test' id='1'"));
    expect(await domain.getXMLDesc(2)).toBe(inactive);
    expect(daemon.domain('w')?.xml).toContain("id='1'");
    expect((await domain.getInfo()).maxMem ?? (await domain.getMaxMemory())).toBe(2048n);
  });

  it('do of themselves what the test says, and those who watch are told', async () => {
    const { daemon, connection } = await connected({ uri: 'lxc:///system' });
    const session = sessionOf(connection);
    const told: unknown[] = [];
    session.on(procedures.DOMAIN_EVENT_CALLBACK_LIFECYCLE, ({ callbackID, msg: { dom, event, detail } }) =>
      told.push([callbackID, dom.name, dom.id, event, detail]),
    );
    await session.call(procedures.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, { eventID: 0, dom: null });
    const web = daemon.define(domainXml('web', 'lxc'));
    web.start();
    web.crash();
    web.start();
    web.shutdown();
    web.start();
    web.fail();
    await until(() => told.length === 7);
    const { DEFINED, STARTED, STOPPED } = DomainEventType;
    expect(told).toEqual([
      [0, 'web', -1, DEFINED, 0],
      [0, 'web', 1, STARTED, 0],
      [0, 'web', -1, STOPPED, 2],
      [0, 'web', 2, STARTED, 0],
      [0, 'web', -1, STOPPED, 0],
      [0, 'web', 3, STARTED, 0],
      [0, 'web', -1, STOPPED, 5],
    ]);
    expect(() => web.crash()).toThrow('web does not run');
    const domain = await connection.domainLookupByName('web');
    expect(await domain.getState()).toMatchObject({ state: DomainState.SHUTOFF, reason: 6 });
    web.start();
    expect(() => web.start()).toThrow('web runs already');
  });

  it('that are transient are gone when they stop', async () => {
    const { daemon, connection } = await connected();
    const web = daemon.create(domainXml('web'));
    expect(await connection.domainLookupByID(web.id)).toMatchObject({ name: 'web' });
    web.shutdown();
    expect(daemon.domains).toEqual([]);
    await expect(connection.domainLookupByName('web')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });

  it('end with the connection that has started them, where it says so', async () => {
    const { daemon, connection } = await connected({ uri: 'lxc:///system' });
    await using other = await daemon.connect();
    await connection.domainCreateXML(domainXml('mine', 'lxc'), DomainCreateFlags.START_AUTODESTROY);
    await connection.domainCreateXML(domainXml('stays', 'lxc'));
    await other.domainCreateXML(domainXml('theirs', 'lxc'), DomainCreateFlags.START_AUTODESTROY);
    await connection.close();
    await until(() => daemon.clients === 1);
    expect(daemon.domains.map(({ name }) => name)).toEqual(['stays', 'theirs']);
  });

  it('start paused, where they are to', async () => {
    const { daemon, connection } = await connected({ uri: 'qemu:///system' });
    const domain = await connection.domainCreateXML(domainXml('web', 'qemu'), DomainCreateFlags.START_PAUSED);
    expect(daemon.domain('web')?.paused).toBe(true);
    await domain.resume();
    expect(daemon.domain('web')?.state).toBe(DomainState.RUNNING);
  });

  it('are refused to the test as libvirt would refuse them', async () => {
    const daemon = await started();
    expect(() => daemon.define('<domain/>')).toThrow('xml is refused: missing name information');
    daemon.define(domainXml('web'));
    expect(() => daemon.define(domainXml('web'))).toThrow(
      "xml is refused: operation failed: domain 'web' already exists",
    );
  });
});

describe('emit', () => {
  const dom = { name: 'web', uuid: new Uint8Array(16).fill(7), id: 3 };

  it('reaches those who have registered, by each of their callbacks', async () => {
    const { daemon, connection } = await connected();
    const session = sessionOf(connection);
    const told: number[] = [];
    session.on(procedures.DOMAIN_EVENT_CALLBACK_REBOOT, ({ callbackID }) => told.push(callbackID));
    const register = (object: typeof dom | null) =>
      session.call(procedures.CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, { eventID: 1, dom: object });
    expect(daemon.emit('DOMAIN_EVENT_CALLBACK_REBOOT', { msg: { dom } })).toBe(0);
    const all = await register(null);
    const one = await register(dom);
    await register({ ...dom, uuid: new Uint8Array(16) });
    expect(daemon.emit('DOMAIN_EVENT_CALLBACK_REBOOT', { msg: { dom } })).toBe(2);
    await until(() => told.length === 2);
    expect(told).toEqual([all.callbackID, one.callbackID]);
    await session.call(procedures.CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY, all);
    expect(daemon.emit('DOMAIN_EVENT_CALLBACK_REBOOT', { msg: { dom } })).toBe(1);
  });

  it('knows the events of networks, pools, devices, secrets and monitors apart', async () => {
    const { daemon, connection } = await connected();
    const session = sessionOf(connection);
    const net = { name: 'n', uuid: dom.uuid };
    const pool = { name: 'p', uuid: dom.uuid };
    const dev = { name: 'd' };
    const secret = { uuid: dom.uuid, usageType: 0, usageID: '' };
    const { callbackID: network } = await session.call(procedures.CONNECT_NETWORK_EVENT_REGISTER_ANY, {
      eventID: 0,
      net: null,
    });
    await session.call(procedures.CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY, { eventID: 1, pool: null });
    await session.call(procedures.CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY, { eventID: 0, dev });
    await session.call(procedures.CONNECT_SECRET_EVENT_REGISTER_ANY, { eventID: 1, secret: null });
    await session.call(qemu.CONNECT_DOMAIN_MONITOR_EVENT_REGISTER, { dom: null, event: null, flags: 0 });
    const told: unknown[] = [];
    session.on(procedures.NETWORK_EVENT_LIFECYCLE, (msg) => told.push(msg));
    session.on(qemu.DOMAIN_MONITOR_EVENT, ({ event }) => told.push(event));
    expect(daemon.emit('NETWORK_EVENT_LIFECYCLE', { net, event: 2, detail: 0 })).toBe(1);
    expect(daemon.emit('STORAGE_POOL_EVENT_LIFECYCLE', { pool, event: 2, detail: 0 })).toBe(0);
    expect(daemon.emit('STORAGE_POOL_EVENT_REFRESH', { pool })).toBe(1);
    expect(daemon.emit('NODE_DEVICE_EVENT_LIFECYCLE', { dev, event: 0, detail: 0 })).toBe(1);
    expect(daemon.emit('NODE_DEVICE_EVENT_LIFECYCLE', { dev: { name: 'e' }, event: 0, detail: 0 })).toBe(0);
    expect(daemon.emit('SECRET_EVENT_VALUE_CHANGED', { secret })).toBe(1);
    const monitor = { dom, event: 'STOP', seconds: 1n, micros: 2, details: null };
    expect(daemon.emit(qemu.DOMAIN_MONITOR_EVENT, monitor)).toBe(1);
    await until(() => told.length === 2);
    expect(told).toEqual([{ callbackID: network, net, event: 2, detail: 0 }, 'STOP']);
    await session.call(qemu.CONNECT_DOMAIN_MONITOR_EVENT_DEREGISTER, { callbackID: 4 });
    expect(daemon.emit(qemu.DOMAIN_MONITOR_EVENT, monitor)).toBe(0);
    daemon.verify();
  });

  it('reaches everybody where an event has no callback', async () => {
    const { daemon, connection } = await connected();
    const closed = new Promise((resolve) => connection.once('close', resolve));
    expect(daemon.emit('CONNECT_EVENT_CONNECTION_CLOSED', { reason: 1 })).toBe(1);
    expect(await closed).toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST' });
    await turn();
  });

  it('refuses what is no event, or what it does not carry', async () => {
    const daemon = await started();
    expect(() => daemon.emit('DOMAIN_CREATE' as never, {} as never)).toThrow('which there is not');
    expect(() => daemon.emit(5 as never, {} as never)).toThrow('event must be the name of an event');
    expect(() => daemon.emit('DOMAIN_EVENT_CALLBACK_REBOOT', null as never)).toThrow('msg must be an object');
    expect(() => daemon.emit('DOMAIN_EVENT_CALLBACK_REBOOT', { msg: {} } as never)).toThrow(
      /remote_domain_event_callback_reboot_msg\.msg\.dom/u,
    );
  });
});
