import { AssertionError } from 'node:assert';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sessionOf } from '../../../src/api/connection/base.js';
import { RemoteError } from '../../../src/index.js';
import { procedures } from '../../../src/protocol/generated/remote/index.js';
import { TestDaemon } from '../../../src/testing/index.js';
import { connected, domainXml, started, until } from '../../support/testing-daemon.js';

/** What `verify` throws. */
function complaint(daemon: TestDaemon): string {
  try {
    daemon.verify();
  } catch (error) {
    expect(error).toBeInstanceOf(AssertionError);
    return (error as Error).message;
  }
  return 'none';
}

describe('verify', () => {
  it('has nothing to say of calls that the world or a script answers', async () => {
    const { daemon, connection } = await connected();
    daemon.on('CONNECT_GET_HOSTNAME').reply({ hostname: 'h' });
    await connection.getHostname();
    await expect(connection.domainLookupByName('none')).rejects.toThrow('Domain not found');
    expect(complaint(daemon)).toBe('none');
    expect(daemon.unexpected).toEqual([]);
  });

  it('tells of calls that nothing answers, with their arguments, and once', async () => {
    const { daemon, connection } = await connected();
    const call = connection.networkLookupByName('default');
    await expect(call).rejects.toBeInstanceOf(RemoteError);
    await expect(call).rejects.toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
      message: expect.stringContaining('NETWORK_LOOKUP_BY_NAME, which no script of the TestDaemon is for'),
    });
    expect(daemon.unexpected.map(({ procedure, args }) => [procedure, args])).toEqual([
      ['NETWORK_LOOKUP_BY_NAME', { name: 'default' }],
    ]);
    expect(complaint(daemon)).toMatch(
      /^the TestDaemon was not used .*\n {2}- nothing answers NETWORK_LOOKUP_BY_NAME\(\{ name: 'default' \}\) of client 1, serial \d+$/u,
    );
    expect(complaint(daemon)).toBe('none');
    await expect(connection.networkLookupByName('default')).rejects.toBeInstanceOf(RemoteError);
    expect(complaint(daemon)).toMatch(/^.*\n.*serial \d+$/u);
  });

  it('tells of calls that have not come, and of those that were too few', async () => {
    const { daemon, connection } = await connected();
    daemon.on('DOMAIN_CREATE').once();
    daemon.on('CONNECT_GET_HOSTNAME').times(3);
    daemon.on('DOMAIN_DESTROY').reply(undefined);
    await connection.getHostname();
    const text = complaint(daemon);
    expect(text).toContain('- DOMAIN_CREATE was to be called once, and was called never');
    expect(text).toContain('- CONNECT_GET_HOSTNAME was to be called 3 times, and was called once');
    expect(text).not.toContain('DOMAIN_DESTROY');
  });

  it('tells of a handler that threw, and of a reply that is none', async () => {
    const { daemon, connection } = await connected();
    daemon.on('CONNECT_GET_HOSTNAME').reply(() => {
      throw new Error('no such fixture');
    });
    await expect(connection.getHostname()).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      message: 'what answers CONNECT_GET_HOSTNAME failed: no such fixture',
    });
    daemon.on('CONNECT_GET_TYPE').reply(() => ({ type: 5 }) as never);
    await expect(connection.getType()).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    const text = complaint(daemon);
    expect(text).toContain('- what answers CONNECT_GET_HOSTNAME failed: no such fixture');
    expect(text).toMatch(/- the reply to CONNECT_GET_TYPE cannot be sent: remote_connect_get_type_ret\.type must be/u);
  });

  it('tells of a client that calls what there is not, or what it cannot', async () => {
    const { daemon, connection } = await connected();
    const session = sessionOf(connection);
    const { CONNECT_GET_TYPE, DOMAIN_LOOKUP_BY_NAME } = procedures;
    await expect(session.call({ ...CONNECT_GET_TYPE, number: 9999 }, undefined)).rejects.toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
      message: 'unknown procedure: 9999',
    });
    const wrong = { ...DOMAIN_LOOKUP_BY_NAME, args: CONNECT_GET_TYPE.args } as unknown as typeof CONNECT_GET_TYPE;
    await expect(session.call(wrong, undefined)).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
    expect(await connection.getType()).toBe('TEST');
    const text = complaint(daemon);
    expect(text).toContain('- client 1 called procedure 9999 of program 0x20008086 version 1, which there is not');
    expect(text).toContain('- the arguments of DOMAIN_LOOKUP_BY_NAME cannot be decoded: ');
  });

  it('tells of a client that breaks the protocol, whose connection is closed', async () => {
    const daemon = await started({ transport: 'unix' });
    const socket = net.connect(daemon.socket as string);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(Buffer.from([0, 0, 0, 1]));
    await closed;
    expect(complaint(daemon)).toContain('- client 1 broke the protocol: a frame announced a length of 1');
  });
});

describe('await using', () => {
  it('closes, and fails where verify would', async () => {
    const use = async (): Promise<void> => {
      await using daemon = await TestDaemon.start();
      daemon.on('DOMAIN_CREATE').once();
    };
    await expect(use()).rejects.toThrow('DOMAIN_CREATE was to be called once, and was called never');
  });

  it('says nothing again that verify has said', async () => {
    const use = async (): Promise<string> => {
      await using daemon = await TestDaemon.start();
      daemon.on('DOMAIN_CREATE').once();
      return complaint(daemon);
    };
    await expect(use()).resolves.toContain('DOMAIN_CREATE');
  });
});

describe('the calls', () => {
  it('are all there, in their order, with what they carried', async () => {
    const { daemon, connection } = await connected();
    const domain = await connection.domainDefineXML(domainXml('web'));
    await domain.create();
    const names = daemon.calls.map(({ procedure }) => procedure);
    expect(names[0]).toBe('AUTH_LIST');
    expect(names.indexOf('DOMAIN_DEFINE_XML')).toBeLessThan(names.indexOf('DOMAIN_CREATE'));
    const [call] = daemon.callsOf('DOMAIN_DEFINE_XML');
    expect(call).toMatchObject({ args: { xml: domainXml('web') }, client: 1, fdCount: 0, readOnly: false });
    expect(call?.serial).toBeGreaterThan(0);
  });

  it('of a client that is gone are let go of', async () => {
    const { daemon, connection } = await connected();
    let answered = false;
    daemon.on('CONNECT_GET_HOSTNAME').reply(async () => {
      await delay(10);
      answered = true;
      return { hostname: 'late' };
    });
    const call = connection.getHostname();
    await until(() => daemon.callsOf('CONNECT_GET_HOSTNAME').length === 1);
    daemon.disconnect();
    await expect(call).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST' });
    await until(() => answered);
    daemon.verify();
  });
});
