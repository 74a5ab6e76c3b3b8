import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { type Connection, DomainEventType, UnsupportedError } from '../../src/index.js';
import { open, useFolder } from '../support/integration-daemon.js';
import { collect } from '../support/integration-events.js';
import { children } from '../support/network-children.js';
import { useNetworkHost, WAYS } from '../support/network-host.js';
import { noise, testPool } from '../support/storage.js';
import { until } from '../support/transport-bench.js';

const MiB = 1024 * 1024;
const folder = useFolder();
const host = useNetworkHost(folder);

const KINDS: Readonly<Record<(typeof WAYS)[number], [kind: string, secure: boolean, encrypted: boolean]>> = {
  unix: ['koffi', true, false],
  tcp: ['tcp', false, false],
  tls: ['tls', true, true],
  'ssh by netcat': ['ssh', true, true],
  'ssh by virt-ssh-helper': ['ssh', true, true],
  libssh: ['ssh', true, true],
  ext: ['ext', false, false],
  'a stream': ['stream', false, false],
  'a dialer': ['stream', false, false],
  'TLS on a stream': ['tls', true, true],
};

describe.each(WAYS)('over %s', (name) => {
  const connected = (driver: string): Promise<Connection> => {
    const { uri, options } = host().way(name, driver);
    return open(uri, options);
  };

  it('calls are answered, one by one and many at once, and so is what the way is', async () => {
    const connection = await connected('test');
    const { uri } = host().way(name, 'test');
    expect(connection.getURI()).toBe(uri);
    const [kind, secure, encrypted] = KINDS[name];
    expect(connection.transport).toBe(kind);
    expect([await connection.isSecure(), await connection.isEncrypted()]).toEqual([secure, encrypted]);
    const names = Array.from({ length: 50 }, () => connection.domainLookupByName('test').then((domain) => domain.name));
    expect(new Set(await Promise.all(names))).toEqual(new Set(['test']));
    await expect(connection.domainLookupByName('nobody')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    // Longer than a TLS record, a pipe, or a socket's buffer.
    const xml = `<domain type='test'><name>long</name><description>${'x'.repeat(300_000)}</description><memory>1024</memory><os><type>hvm</type></os></domain>`;
    const long = await connection.domainDefineXML(xml);
    expect((await long.getXMLDesc()).length).toBeGreaterThan(300_000);
    await long.undefine();
  });

  it('events come', async () => {
    const connection = await connected('test');
    const lives = await collect(connection.domainEvents('lifecycle'));
    const domain = await connection.domainLookupByName('test');
    await domain.suspend();
    await domain.resume();
    const events = await lives.count(2);
    expect(events.map(({ event }) => event)).toEqual([DomainEventType.SUSPENDED, DomainEventType.RESUMED]);
  });

  it('streams flow both ways, and calls between them', async () => {
    const connection = await connected('qemu');
    const { volume } = await testPool(connection);
    const size = 6 * MiB;
    const vol = await volume(size);
    const sent = createHash('sha256');
    async function* source() {
      for (const block of noise(size)) {
        sent.update(block);
        yield block;
      }
    }
    const calls = Array.from({ length: 20 }, () => connection.getHostname());
    await pipeline(source(), vol.upload());
    const received = createHash('sha256');
    for await (const chunk of vol.download()) received.update(chunk as Buffer);
    expect(received.digest('hex')).toBe(sent.digest('hex'));
    expect(new Set(await Promise.all(calls)).size).toBe(1);
  });

  it('descriptors go on a UNIX socket alone, and elsewhere nothing is sent in vain', async () => {
    const connection = await connected('test');
    const file = openSync('/dev/null', 'r');
    try {
      const xml = `<domain type='test'><name>carrier</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
      const created = connection.domainCreateXMLWithFiles(xml, [file]);
      if (name === 'unix') await (await created).destroy();
      else {
        await expect(created).rejects.toBeInstanceOf(UnsupportedError);
        await expect(created).rejects.toThrow('cannot carry descriptors: only a UNIX socket of this host carries them');
      }
    } finally {
      closeSync(file);
    }
    expect(await connection.getType()).toBe('TEST');
  });

  it('nothing is left when it is closed', async () => {
    const { uri, options } = host().way(name, 'test');
    const before = [descriptors(), children().length] as const;
    const connection = await open(uri, options);
    await connection.close();
    expect(connection.isAlive()).toBe(false);
    await until(
      () => descriptors() <= before[0] && children().length <= before[1],
      () => `${before} descriptors and children, and not ${descriptors()} and ${JSON.stringify(children())}`,
    );
  });
});

const descriptors = (): number => readdirSync('/proc/self/fd').length;
