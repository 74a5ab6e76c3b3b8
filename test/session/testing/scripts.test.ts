import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ConnectionError, RemoteError } from '../../../src/index.js';
import { procedures as lxc } from '../../../src/protocol/generated/lxc/index.js';
import { procedures as qemu } from '../../../src/protocol/generated/qemu/index.js';
import { connected, domainXml, started, until } from '../../support/testing-daemon.js';

const INFO = { state: 1, maxMem: 2n ** 40n, memory: 1024n, nrVirtCpu: 4, cpuTime: 5n };

describe('a scripted reply', () => {
  it('is a value, every time', async () => {
    const { daemon, connection } = await connected();
    daemon.define(domainXml('web'));
    daemon.on('DOMAIN_GET_INFO').reply(INFO);
    const domain = await connection.domainLookupByName('web');
    for (let i = 0; i < 3; i++) {
      expect(await domain.getInfo()).toMatchObject({ state: 1, maxMem: 2n ** 40n, nrVirtCpu: 4 });
    }
    daemon.verify();
  });

  it('is what a function makes of the call', async () => {
    const { daemon, connection } = await connected();
    daemon.on('CONNECT_GET_HOSTNAME').reply((_, call) => ({ hostname: `${call.procedure} of ${call.client}` }));
    daemon.on('DOMAIN_LOOKUP_BY_NAME').reply(async ({ name }) => {
      await Promise.resolve();
      return { dom: { name: `${name}!`, uuid: new Uint8Array(16), id: 5 } };
    });
    expect(await connection.getHostname()).toBe('CONNECT_GET_HOSTNAME of 1');
    expect(await connection.domainLookupByName('web')).toMatchObject({ name: 'web!', id: 5 });
  });

  it('of a procedure that returns nothing needs nothing', async () => {
    const { daemon, connection } = await connected();
    daemon.define(domainXml('web'));
    daemon.on('DOMAIN_SHUTDOWN').reply(undefined);
    const domain = await connection.domainLookupByName('web');
    await domain.shutdown();
    expect(daemon.callsOf('DOMAIN_SHUTDOWN').map(({ args }) => args.dom.name)).toEqual(['web']);
  });

  it('is refused at once where the protocol cannot carry it', async () => {
    const daemon = await started();
    const wrong = { ...INFO, memory: 1024 } as never;
    expect(() => daemon.on('DOMAIN_GET_INFO').reply(wrong)).toThrow(/remote_domain_get_info_ret\.memory must be/u);
  });

  it('is for those calls alone that match', async () => {
    const { daemon, connection } = await connected();
    for (const name of ['web', 'db']) daemon.define(domainXml(name));
    daemon.on('DOMAIN_CREATE', ({ dom }) => dom.name === 'db').error('VIR_ERR_NO_MEMORY');
    await (await connection.domainLookupByName('web')).create();
    const refused = (await connection.domainLookupByName('db')).create();
    await expect(refused).rejects.toMatchObject({ code: 'VIR_ERR_NO_MEMORY' });
    expect(daemon.domain('web')?.running).toBe(true);
    expect(daemon.domain('db')?.running).toBe(false);
  });

  it('can be of any program', async () => {
    const { daemon, connection } = await connected({ uri: 'qemu:///system' });
    daemon.define(domainXml('web', 'qemu'));
    daemon.on(qemu.DOMAIN_MONITOR_COMMAND).reply(({ cmd, flags }) => ({ result: `${cmd} ${flags}` }));
    const domain = await connection.domainLookupByName('web');
    expect(await domain.qemuMonitorCommand('info', 1)).toBe('info 1');
    expect(daemon.calls.at(-1)).toMatchObject({ program: 'qemu', procedure: 'DOMAIN_MONITOR_COMMAND' });
    daemon.on(lxc.DOMAIN_OPEN_NAMESPACE).error('VIR_ERR_NO_SUPPORT');
  });
});

describe('scripts of one procedure', () => {
  it('that are for a number of calls are used up in their order, then the last of the others, then the world', async () => {
    const { daemon, connection } = await connected({ hostname: 'world' });
    daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'a' }).once();
    daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'b' }).times(2);
    const names = [];
    for (let i = 0; i < 4; i++) names.push(await connection.getHostname());
    daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'c' });
    daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'd' });
    daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'e' }).once();
    for (let i = 0; i < 3; i++) names.push(await connection.getHostname());
    expect(names).toEqual(['a', 'b', 'b', 'world', 'e', 'd', 'd']);
    daemon.verify();
  });
});

describe('a scripted error', () => {
  it('is the driver’s, unless it says more', async () => {
    const { daemon, connection } = await connected({ uri: 'qemu:///system' });
    daemon.on('CONNECT_GET_HOSTNAME').error('VIR_ERR_INTERNAL_ERROR').once();
    await expect(connection.getHostname()).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'VIR_ERR_INTERNAL_ERROR',
      errno: 1,
      domain: 'VIR_FROM_QEMU',
      level: 'VIR_ERR_ERROR',
      message: 'a script of the TestDaemon answers VIR_ERR_INTERNAL_ERROR',
      str1: null,
      int1: -1,
    });
    const all = { message: 'm', domain: 'VIR_FROM_RPC', level: 'VIR_ERR_WARNING', str1: 'a', str2: 'b', str3: 'c' };
    daemon.on('CONNECT_GET_HOSTNAME').error({ code: 38, ...all, int1: 2, int2: 3 });
    const error = await connection.getHostname().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', ...all, int1: 2, int2: 3 });
  });

  it('can be made by a function', async () => {
    const { daemon, connection } = await connected();
    daemon
      .on('DOMAIN_LOOKUP_BY_NAME')
      .reply(({ name }, call) => call.fail({ code: 'VIR_ERR_NO_DOMAIN', message: name }));
    await expect(connection.domainLookupByName('x')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN', message: 'x' });
    daemon.verify();
  });

  it.each([
    ['VIR_ERR_NO_SUCH', /error\.code is "VIR_ERR_NO_SUCH", which libvirt has no constant for/u],
    [{ code: 1, domain: 'VIR_FROM_MARS' }, /error\.domain is "VIR_FROM_MARS"/u],
    [{ code: 1, level: 'BAD' }, /error\.level is "BAD"/u],
    [{ code: 1.5 }, /error\.code must be an integer/u],
    [{} as never, /error\.code must be/u],
  ])('%j is refused at once', async (error, message) => {
    const daemon = await started();
    expect(() => daemon.on('DOMAIN_CREATE').error(error)).toThrow(message);
  });
});

describe('what else a script can do', () => {
  it('waits, and then leaves it to the world, by the timers that the test has', async () => {
    const { daemon, connection } = await connected({ hostname: 'world' });
    daemon.on('CONNECT_GET_HOSTNAME').delay(60_000);
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const settled = vi.fn();
    const call = connection.getHostname();
    void call.then(settled);
    await until(() => daemon.callsOf('CONNECT_GET_HOSTNAME').length === 1);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await call).toBe('world');
  });

  it('waits before it answers', async () => {
    const { daemon, connection } = await connected();
    daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'late' }).delay(40);
    const begun = performance.now();
    expect(await connection.getHostname()).toBe('late');
    expect(performance.now() - begun).toBeGreaterThan(35);
  });

  it('never answers', async () => {
    const { daemon, connection } = await connected();
    daemon.on('CONNECT_GET_HOSTNAME').never();
    await expect(connection.getHostname({ timeout: 20 })).rejects.toMatchObject({ name: 'TimeoutError', sent: true });
    expect(await connection.getType()).toBe('TEST');
  });

  it('ends the connection, and others can be made', async () => {
    const { daemon, connection } = await connected();
    daemon.on('DOMAIN_LOOKUP_BY_NAME').drop().once();
    const call = connection.domainLookupByName('web');
    await expect(call).rejects.toBeInstanceOf(ConnectionError);
    await expect(call).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST', sent: true });
    expect(connection.isAlive()).toBe(false);
    expect(daemon.clients).toBe(0);
    await using again = await daemon.connect();
    await expect(again.domainLookupByName('web')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });

  it('changes the handshake too', async () => {
    const daemon = await started();
    daemon.on('CONNECT_OPEN').error({ code: 'VIR_ERR_NO_CONNECT', message: 'no hypervisor' }).once();
    await expect(daemon.connect()).rejects.toMatchObject({ code: 'VIR_ERR_NO_CONNECT', message: 'no hypervisor' });
    daemon
      .on('AUTH_LIST')
      .reply({ types: [1] })
      .once();
    await expect(daemon.connect()).rejects.toMatchObject({
      name: expect.stringMatching(/AuthError|UnsupportedError/u),
    });
  });
});

describe('a script that is none', () => {
  it.each([
    ['a procedure that there is not', 'DOMAIN_FLY', /procedure is "DOMAIN_FLY", which there is not/u],
    [
      'an event',
      'DOMAIN_EVENT_CALLBACK_LIFECYCLE',
      /procedure is "DOMAIN_EVENT_CALLBACK_LIFECYCLE", which there is not/u,
    ],
    ['nothing', undefined, /procedure is undefined/u],
    ['a number', 5, /procedure must be the name of a call, or a Procedure/u],
  ])('for %s is refused', async (_, name, message) => {
    const daemon = await started();
    expect(() => daemon.on(name as never)).toThrow(message);
  });

  it('is refused: what it is to wait, how often, with what', async () => {
    const daemon = await started();
    const script = daemon.on('DOMAIN_CREATE');
    expect(() => script.delay(-1)).toThrow(RangeError);
    expect(() => script.delay('1' as never)).toThrow(TypeError);
    expect(() => script.times(0)).toThrow(RangeError);
    expect(() => script.withFds([99_999])).toThrow('files[0] is descriptor 99999, which is not open');
    expect(() => script.stream({})).toThrow('procedure is DOMAIN_CREATE, which opens no stream');
    expect(() => daemon.on('DOMAIN_CREATE', 'web' as never)).toThrow('matches must be a function');
  });
});
