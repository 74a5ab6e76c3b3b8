import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, ConnectListAllDomainsFlags, connect, DomainStatsTypes } from '../../src/index.js';
import { useDaemon } from '../support/integration-daemon.js';

const NAMES = Array.from({ length: 25 }, (_, i) => `some-${String(i).padStart(2, '0')}`);

describe('many domains', () => {
  const daemon = useDaemon();
  let connection: Connection;

  beforeAll(async () => {
    connection = await connect(daemon().uri('test'));
    const xml = (name: string) =>
      `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
    await Promise.all(NAMES.map((name) => connection.domainCreateXML(xml(name))));
  });
  afterAll(() => connection.close());

  const running = ConnectListAllDomainsFlags.ACTIVE;
  const mine = ({ name }: { name: string }) => name.startsWith('some-');

  it('are gone through, each as listAllDomains has it', async () => {
    const names: string[] = [];
    for await (const domain of connection.iterateDomains(running)) names.push(domain.name);
    expect(names.sort()).toEqual((await connection.listAllDomains(running)).map(({ name }) => name).sort());
  });

  it('are not gone through further than somebody wants', async () => {
    for await (const domain of connection.iterateDomains()) {
      expect(domain.name).not.toBe('');
      break;
    }
  });

  it.each([1, 7, 26, 1000])('tell their statistics for %i at a time, each once', async (batch) => {
    const stats = DomainStatsTypes.STATE | DomainStatsTypes.VCPU;
    const found = new Map<string, unknown>();
    for await (const { domain, params } of connection.iterateDomainStats(stats, { domains: running, batch })) {
      expect(found.has(domain.name)).toBe(false);
      found.set(domain.name, params);
    }
    const all = await connection.getAllDomainStats(stats);
    expect(found).toEqual(new Map(all.map(({ domain, params }) => [domain.name, params])));
    expect([...found.keys()].filter((name) => mine({ name }))).toHaveLength(NAMES.length);
  });

  it('tell nothing of one that is gone when it is asked about', async () => {
    const seen: string[] = [];
    for await (const { domain } of connection.iterateDomainStats(0, { domains: running, batch: 5 })) {
      seen.push(domain.name);
      if (seen.length > 1) continue;
      const others = (await connection.listAllDomains(running)).filter((one) => mine(one) && one.name !== domain.name);
      await Promise.all(others.map((one) => one.destroy()));
    }
    // The first five were asked about before the others were destroyed.
    expect(seen.length).toBeLessThanOrEqual(6);
  });

  it.each([0, -1, 1.5, Number.NaN])('cannot be held by %d', (batch) => {
    expect(() => connection.iterateDomainStats(0, { batch })).toThrow(RangeError);
  });
});
