import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { expect, it } from 'vitest';
import { DomainEventType, UnsupportedError } from '../../src/index.js';
import { open } from './integration-daemon.js';
import { collect } from './integration-events.js';
import { children } from './network-children.js';
import type { Way } from './network-host.js';
import { noise, testPool } from './storage.js';
import { until } from './transport-bench.js';

const MiB = 1024 * 1024;

/** What a connection by some way says of itself. */
export interface WayFacts {
  readonly kind: string;
  readonly secure: boolean;
  readonly encrypted: boolean;
  /** Why it carries no descriptors. `null`: it does. */
  readonly whyNoFds: string | null;
}

/** What every way to a daemon passes: calls, events, streams, descriptors, and an end that leaves nothing. */
export function passesEverything(facts: WayFacts, way: (driver: string) => Way): void {
  const connected = (driver: string) => {
    const { uri, options } = way(driver);
    return open(uri, options);
  };

  it('calls are answered, one by one and many at once, and so is what the way is', async () => {
    const connection = await connected('test');
    const { uri } = way('test');
    expect(connection.getURI()).toBe(uri);
    const { kind, secure, encrypted } = facts;
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
      if (facts.whyNoFds === null) await (await created).destroy();
      else {
        await expect(created).rejects.toBeInstanceOf(UnsupportedError);
        await expect(created).rejects.toThrow(`cannot carry descriptors: ${facts.whyNoFds}`);
      }
    } finally {
      closeSync(file);
    }
    expect(await connection.getType()).toBe('TEST');
  });

  it('nothing is left when it is closed', async () => {
    const { uri, options } = way('test');
    const before = [descriptors(), children().length] as const;
    const connection = await open(uri, options);
    await connection.close();
    expect(connection.isAlive()).toBe(false);
    await until(
      () => descriptors() <= before[0] && children().length <= before[1],
      () => `${before} descriptors and children, and not ${descriptors()} and ${JSON.stringify(children())}`,
    );
  });
}

const descriptors = (): number => readdirSync('/proc/self/fd').length;
