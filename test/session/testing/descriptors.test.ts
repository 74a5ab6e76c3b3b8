import { closeSync, fstatSync, openSync } from 'node:fs';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UnsupportedError } from '../../../src/index.js';
import { dialUnix } from '../../../src/transport/choose.js';
import { openDescriptors } from '../../support/test-session.js';
import { connected, domainXml, started, until } from '../../support/testing-daemon.js';

/** A file that is open for as long as the test runs. */
function opened(path = '/dev/zero'): number {
  const fd = openSync(path, 'r');
  onTestFinished(() => closeSync(fd));
  return fd;
}

const isOpen = (fd: number): boolean => {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
};

/** Which file a descriptor is of. */
const inode = (fd: number): number => fstatSync(fd).rdev;

describe.each(['memory', 'unix'] as const)('descriptors, by %s,', (transport) => {
  const options = { transport, uri: 'lxc:///system' };

  it('come with the call, and are closed once it is answered', async () => {
    const { daemon, connection } = await connected(options);
    const zero = opened();
    const seen: number[] = [];
    daemon.on('DOMAIN_CREATE_XML_WITH_FILES').reply((_, call) => {
      expect(call.fdCount).toBe(2);
      expect(call.fds.map(inode)).toEqual([inode(zero), inode(zero)]);
      seen.push(...call.fds);
      return { dom: { name: 'web', uuid: new Uint8Array(16), id: 1 } };
    });
    await connection.domainCreateXMLWithFiles(domainXml('web', 'lxc'), [zero, zero]);
    await until(() => !seen.some(isOpen));
    expect(daemon.callsOf('DOMAIN_CREATE_XML_WITH_FILES')[0]).toMatchObject({ fdCount: 2, fds: [] });
    expect(seen).not.toContain(zero);
  });

  it('can be kept', async () => {
    const { daemon, connection } = await connected(options);
    let kept: number[] = [];
    daemon.on('DOMAIN_CREATE_XML_WITH_FILES').reply((_, call) => {
      kept = call.keepFds();
      return { dom: { name: 'web', uuid: new Uint8Array(16), id: 1 } };
    });
    await connection.domainCreateXMLWithFiles(domainXml('web', 'lxc'), [opened()]);
    await delay(10);
    expect(kept.map(isOpen)).toEqual([true]);
    for (const fd of kept) closeSync(fd);
  });

  it('go with the reply, as duplicates', async () => {
    const { daemon, connection } = await connected({ ...options, uri: 'qemu:///system' });
    const zero = opened();
    daemon.define(domainXml('web', 'qemu'));
    daemon
      .on('DOMAIN_OPEN_GRAPHICS_FD')
      .reply(undefined)
      .withFds(({ idx }) => [idx === 0 ? zero : opened('/dev/null')]);
    const domain = await connection.domainLookupByName('web');
    const received = await domain.openGraphicsFD(0);
    expect(received).not.toBe(zero);
    expect(inode(received)).toBe(inode(zero));
    closeSync(received);
    expect(isOpen(zero)).toBe(true);
    daemon.verify();
  });

  it('belong to the world’s domain until it stops', async () => {
    const { daemon, connection } = await connected(options);
    const server = net.createServer((socket) => socket.end('from the test'));
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const domain = await connection.domainCreateXMLWithFiles(domainXml('web', 'lxc'), [server, opened()]);
    const web = daemon.domain('web');
    expect(web?.fdCount).toBe(2);
    expect(web?.running).toBe(true);
    const [socket = -1, file = -1] = web?.takeFds() ?? [];
    closeSync(file);
    server.close();

    // The test plays the container's init.
    const init = net.createServer((client) => client.end('from init')).listen({ fd: socket });
    onTestFinished(() => void init.close());
    const client = net.connect(port, '127.0.0.1');
    let answer = '';
    for await (const bytes of client) answer += String(bytes);
    expect(answer).toBe('from init');
    await domain.destroy();
    expect(web?.fdCount).toBe(0);
  });

  it('that nobody takes are closed: of stopped domains, of refused calls, and with the daemon', async () => {
    const { daemon, connection } = await connected(options);
    const zero = opened();
    const before = openDescriptors();
    const domain = await connection.domainCreateXMLWithFiles(domainXml('a', 'lxc'), [zero, zero]);
    expect(openDescriptors()).toBe(before + 2);
    await domain.destroy();
    await until(() => openDescriptors() === before);
    await expect(connection.domainCreateXMLWithFiles('<domain', [zero, zero])).rejects.toThrow('domain_definition');
    await until(() => openDescriptors() === before);
    await connection.domainCreateXMLWithFiles(domainXml('b', 'lxc'), [zero, zero]);
    expect(openDescriptors()).toBe(before + 2);
    await connection.close();
    await daemon.close();
    expect(openDescriptors()).toBeLessThanOrEqual(before);
  });

  it('are refused on a connection that is to carry none, and the test is told of a script that would send some', async () => {
    const { daemon, connection } = await connected(options, { fdTransport: 'none' });
    const create = connection.domainCreateXMLWithFiles(domainXml('web', 'lxc'), [opened()]);
    await expect(create).rejects.toBeInstanceOf(UnsupportedError);
    expect(daemon.callsOf('DOMAIN_CREATE_XML_WITH_FILES')).toEqual([]);
  });

  it('are conserved when the connection is lost before they are read', async () => {
    const before = openDescriptors();
    const { daemon, connection } = await connected(options);
    daemon.pause();
    const create = connection.domainCreateXMLWithFiles(domainXml('web', 'lxc'), [opened(), opened()]);
    await delay(10);
    daemon.disconnect();
    await expect(create).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST' });
    await daemon.close();
    // Two are the test's own.
    await until(() => openDescriptors() <= before + 2);
  });
});

it('descriptors that come with what breaks the protocol are closed', async () => {
  const daemon = await started({ transport: 'unix' });
  const before = openDescriptors();
  const client = await dialUnix(daemon.socket as string, { fdTransport: 'koffi', signal: undefined });
  const closed = new Promise<void>((resolve) => {
    client.start({ data: () => {}, descriptors: () => {}, drain: () => {}, close: () => resolve() });
  });
  // The system hands both over at once.
  client.write(Buffer.alloc(28, 0xff), [client.duplicate(opened())]);
  await closed;
  await until(() => daemon.clients === 0 && openDescriptors() <= before + 1);
});
