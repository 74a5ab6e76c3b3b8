import { describe, expect, it } from 'vitest';
import {
  type Connection,
  type Domain,
  DomainJobOperation,
  type DomainJobStats,
  DomainJobType,
  DomainMigrateFlags,
} from '../../src/index.js';
import { useHosts } from '../support/migration-hosts.js';

const { LIVE } = DomainMigrateFlags;

describe('a job’s progress', () => {
  const hosts = useHosts();

  /** A guest that takes a second or more to be sent. */
  async function slow(source: Connection): Promise<Domain> {
    const guest = await source.domainCreateXML(hosts.busyXml());
    await guest.migrateSetMaxSpeed(1n);
    await guest.migrateSetMaxDowntime(700n);
    return guest;
  }

  it('is told while the job goes on, on the same connection, and ends with it', async () => {
    const { source, destination } = await hosts.open();
    const guest = await slow(source);
    const migration = guest.migrate3(destination, { migrate_uri: hosts.migrateUri() }, LIVE);
    const told: DomainJobStats[] = [];
    for await (const stats of guest.jobProgress({ interval: 50, during: migration })) told.push(stats);
    expect((await migration).uuid).toBe(guest.uuid);

    expect(told.length).toBeGreaterThan(5);
    const live = told.filter(({ type }) => type === DomainJobType.UNBOUNDED);
    expect(new Set(live.map(({ operation }) => operation))).toEqual(new Set([DomainJobOperation.MIGRATION_OUT]));
    const sent = told.map(({ dataProcessed = 0n }) => dataProcessed);
    expect(sent).toEqual([...sent].sort((a, b) => Number(a - b)));
    expect(new Set(sent).size).toBeGreaterThan(3);
    const times = live.map(({ timeElapsed = -1n }) => timeElapsed);
    expect(times).toEqual([...times].sort((a, b) => Number(a - b)));
    // 16 MiB, and what the machine has besides.
    const total = live.at(-1)?.memoryTotal ?? 0n;
    expect(total).toBeGreaterThanOrEqual(16n << 20n);
    expect(total).toBeLessThan(32n << 20n);
  });

  it('ends at once where there is no job', async () => {
    const { source } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    for await (const stats of guest.jobProgress()) expect.fail(`there is a job: ${stats.type}`);
  });

  it('ends with a job that fails, and leaves its error to the job', async () => {
    const { source, destination } = await hosts.open();
    const guest = await slow(source);
    const migration = guest.migrate3(destination, { migrate_uri: hosts.migrateUri() }, LIVE);
    for await (const { dataProcessed = 0n } of guest.jobProgress({ interval: 50, during: migration })) {
      if (dataProcessed > 0n) await guest.abortJob();
    }
    await expect(migration).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_ABORTED' });
    await expect(guest.jobProgress().next()).resolves.toEqual({ done: true, value: undefined });
  });

  it('ends when it is not wanted any longer, and the job goes on', async () => {
    const { source, destination } = await hosts.open();
    const guest = await slow(source);
    const migration = guest.migrate3(destination, { migrate_uri: hosts.migrateUri() }, LIVE);
    const enough = new AbortController();
    const reason = new Error('enough');
    const progress = guest.jobProgress({ interval: 60_000, during: migration, signal: enough.signal });
    // There is a job from the first step on.
    while ((await guest.getJobInfo()).type === DomainJobType.NONE);
    expect(await progress.next()).toMatchObject({
      done: false,
      value: { operation: DomainJobOperation.MIGRATION_OUT },
    });
    const waiting = progress.next();
    enough.abort(reason);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', cause: reason });
    expect((await migration).uuid).toBe(guest.uuid);
  });

  it('tells of a domain that does not run, or is not there, that it is so', async () => {
    const { source } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    await expect(guest.jobProgress().next()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
    await guest.undefine();
    await expect(guest.jobProgress().next()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });

  it('refuses options that are none', async () => {
    const { source } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    expect(() => guest.jobProgress({ interval: 0 })).toThrow(RangeError);
    // @ts-expect-error not a number
    expect(() => guest.jobProgress({ interval: '1' })).toThrow(TypeError);
    // @ts-expect-error not a promise
    expect(() => guest.jobProgress({ during: guest })).toThrow(TypeError);
    // @ts-expect-error not a signal
    expect(() => guest.jobProgress({ signal: 1 })).toThrow(TypeError);
  });
});
