import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sessionOf } from '../../../src/api/connection/base.js';
import { connect } from '../../../src/index.js';
import { procedures } from '../../../src/protocol/generated/remote/index.js';
import { TestDaemon } from '../../../src/testing/index.js';
import { connected, domainXml, started, until } from '../../support/testing-daemon.js';

describe('a daemon with a UNIX socket', () => {
  it.each([undefined, 'koffi', 'usocket', 'none'] as const)(
    'is found by its URI, over %s, and leaves no file',
    async (fdTransport) => {
      const daemon = await started({ transport: 'unix', uri: 'qemu:///system' });
      expect(daemon.uri).toBe(`qemu+unix:///system?socket=${encodeURIComponent(daemon.socket as string)}`);
      await using connection = await connect(daemon.uri, { fdTransport });
      expect(connection.transport).toBe(fdTransport === 'none' ? 'net' : (fdTransport ?? 'koffi'));
      expect(connection.getURI()).toBe(daemon.uri);
      expect(await connection.getType()).toBe('QEMU');
      const { socket } = daemon;
      await daemon.close();
      expect(existsSync(dirname(socket as string))).toBe(false);
    },
  );

  it('can have many clients, which come and go', async () => {
    const daemon = await started({ transport: 'unix' });
    const connections = await Promise.all(Array.from({ length: 20 }, () => daemon.connect()));
    expect(daemon.clients).toBe(20);
    const numbers = new Set(daemon.callsOf('CONNECT_OPEN').map(({ client }) => client));
    expect(numbers.size).toBe(20);
    await Promise.all(connections.map((connection) => connection.close()));
    await until(() => daemon.clients === 0);
  });

  it('opens what it has and nothing else', async () => {
    const daemon = await started({ transport: 'unix', uri: 'qemu:///system' });
    const other = connect(daemon.uri.replace('qemu', 'lxc'));
    await expect(other).rejects.toThrow('no connection driver available for lxc:///system');
  });
});

describe('a daemon in memory', () => {
  it('has no socket, and no URI that could lead elsewhere', async () => {
    const daemon = await started();
    expect(daemon.socket).toBeNull();
    expect(() => daemon.uri).toThrow("use its connect(), or start it with { transport: 'unix' }");
  });

  it('takes the options of connect', async () => {
    const daemon = await started();
    await expect(daemon.connect({ fdTransport: 'usocket' })).rejects.toThrow("must be 'koffi' or 'none' in memory");
    await expect(daemon.connect({ readOnly: 1 as never })).rejects.toThrow('options.readOnly must be a boolean');
    await expect(daemon.connect({ colour: 'red' } as never)).rejects.toThrow('options.colour is not an option');
    daemon.on('CONNECT_OPEN').never();
    await expect(daemon.connect({ timeout: 20 })).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(daemon.connect({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('refuses what a read-only connection may not do', async () => {
    const { daemon, connection } = await connected({}, { readOnly: true });
    await expect(connection.domainDefineXML(domainXml('web'))).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_DENIED',
    });
    expect(daemon.domains).toEqual([]);
    expect(daemon.calls.at(-1)).toMatchObject({ readOnly: true });
  });

  it('says what it was told to of itself', async () => {
    const { connection } = await connected({ version: '9.1.2', hostname: 'here', uri: 'ch:///system' });
    expect(await connection.getLibVersion()).toBe(9_001_002n);
    expect(await connection.getHostname()).toBe('here');
    expect(await connection.getType()).toBe('CH');
    expect(await connection.getCapabilities()).toContain("<domain type='ch'/>");
  });

  it('does not keep the process alive, nor is it closed twice', async () => {
    const daemon = await TestDaemon.start({ transport: 'unix' });
    await Promise.all([daemon.close(), daemon.close()]);
    await daemon[Symbol.asyncDispose]();
    await expect(daemon.connect()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECT' });
    const memory = await TestDaemon.start();
    await memory.close();
    await expect(memory.connect()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST' });
  });
});

describe('a daemon that is older', () => {
  it('does not know what came later, whatever the script', async () => {
    const { daemon, connection } = await connected({ version: '9.0.0' });
    const newer = Object.values(procedures).find(({ kind, since }) => kind === 'call' && since !== '9.0.0');
    const session = sessionOf(connection);
    expect(newer).toBeDefined();
    expect(() => daemon.on(newer?.name as never)).toThrow('which libvirt 9.0.0 does not have');
    const { DOMAIN_GET_AUTOSTART_ONCE } = procedures;
    const dom = { name: 'web', uuid: new Uint8Array(16), id: -1 };
    await expect(session.call(DOMAIN_GET_AUTOSTART_ONCE, { dom })).rejects.toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
      message: `unknown procedure: ${DOMAIN_GET_AUTOSTART_ONCE.number}`,
    });
    daemon.verify();
  });
});

describe('a daemon that stands still', () => {
  it('is found out by keepalive', async () => {
    const { daemon, connection } = await connected({}, { keepalive: { interval: 0.05, count: 1 } });
    expect(connection.isAlive()).toBe(true);
    await delay(200);
    expect(connection.isAlive()).toBe(true);
    daemon.pause();
    const [error] = await new Promise<[Error | null]>((resolve) => connection.on('close', (why) => resolve([why])));
    expect(error).toMatchObject({ code: 'ERR_LIBVIRT_KEEPALIVE' });
    daemon.resume();
  });

  it('goes on where it was', async () => {
    const { daemon, connection } = await connected();
    daemon.pause();
    const call = connection.getType();
    await expect(connection.getHostname({ timeout: 20 })).rejects.toMatchObject({ name: 'TimeoutError' });
    daemon.resume();
    expect(await call).toBe('TEST');
  });

  it('holds back what is answered meanwhile', async () => {
    const { daemon, connection } = await connected();
    let answered = false;
    daemon.on('CONNECT_GET_HOSTNAME').reply(() => {
      answered = true;
      daemon.pause();
      return { hostname: 'h' };
    });
    const call = connection.getHostname();
    await until(() => answered);
    let settled = false;
    void call.then(() => {
      settled = true;
    });
    await delay(20);
    expect(settled).toBe(false);
    daemon.resume();
    expect(await call).toBe('h');
  });
});

describe('a daemon that takes only so many calls at a time', () => {
  it.each(['memory', 'unix'] as const)('reads no more until one is answered, by %s', async (transport) => {
    const { daemon, connection } = await connected({ maxClientRequests: 2, transport }, { maxInFlight: 4 });
    const answers: (() => void)[] = [];
    daemon
      .on('CONNECT_GET_HOSTNAME')
      .reply(() => new Promise((resolve) => answers.push(() => resolve({ hostname: `${answers.length}` }))));
    const calls = Array.from({ length: 4 }, () => connection.getHostname());
    onTestFinished(() => void Promise.allSettled(calls));
    await until(() => answers.length === 2);
    await delay(20);
    expect(answers).toHaveLength(2);
    answers[0]?.();
    await until(() => answers.length === 3);
    for (let i = 1; i < 4; i++) {
      await until(() => answers.length > i);
      answers[i]?.();
    }
    expect(await Promise.all(calls)).toHaveLength(4);
  });
});

describe('a call that waits for its turn', () => {
  it('is never made where its client goes away meanwhile', async () => {
    const { daemon, connection } = await connected({ maxClientRequests: 1 });
    daemon.on('CONNECT_GET_HOSTNAME').never();
    const first = connection.getHostname();
    const second = connection.domainDefineXML(domainXml('web'));
    await until(() => daemon.callsOf('CONNECT_GET_HOSTNAME').length === 1);
    daemon.disconnect();
    await Promise.allSettled([first, second]);
    await delay(10);
    expect(daemon.domains).toEqual([]);
    expect(daemon.callsOf('DOMAIN_DEFINE_XML')).toEqual([]);
  });
});

describe('options', () => {
  it.each([
    [{ transport: 'tcp' }, "options.transport must be 'memory' or 'unix'"],
    [{ uri: 'qemu://host/system' }, "options.uri must be a local URI, as 'qemu:///system'"],
    [{ uri: 5 }, 'options.uri must be a string'],
    [{ version: '9' }, "options.version must be a release, as '9.0.0'"],
    [{ hostname: null }, 'options.hostname must be a string'],
    [{ maxClientRequests: 0 }, 'options.maxClientRequests must be an integer, 1 or more'],
    [{ color: 1 }, 'options.color is not an option'],
    [5, 'options must be an object'],
  ])('%j are refused', async (options, message) => {
    await expect(TestDaemon.start(options as never)).rejects.toThrow(message);
  });
});
