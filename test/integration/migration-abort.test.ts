import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Connection, type Domain, DomainMigrateFlags, DomainPausedReason, DomainState } from '../../src/index.js';
import { idle, inventory, useHosts } from '../support/migration-hosts.js';

const { LIVE, POSTCOPY } = DomainMigrateFlags;
const RUNS = { state: DomainState.RUNNING, kept: false };

describe('a migration that does not come to an end', () => {
  const hosts = useHosts();

  /** A guest that writes faster than it may be sent. */
  async function endless(source: Connection): Promise<Domain> {
    const guest = await source.domainCreateXML(hosts.busyXml());
    await guest.migrateSetMaxSpeed(1n);
    await guest.migrateSetMaxDowntime(1n);
    return guest;
  }

  async function untilSending(guest: Domain, migration: Promise<unknown>): Promise<void> {
    for await (const { dataProcessed = 0n } of guest.jobProgress({ interval: 50, during: migration })) {
      if (dataProcessed > 0n) return;
    }
    throw new Error('the migration is over');
  }

  async function expectUndone(guest: Domain, source: Connection, destination: Connection): Promise<void> {
    expect(await inventory(source)).toEqual({ [guest.name]: RUNS });
    expect(await inventory(destination)).toEqual({});
    expect(await idle(guest)).toBe(true);
    expect(guest.id).toBeGreaterThan(0);
  }

  it('is undone when its signal fires, whenever that is', async () => {
    const { source, destination } = await hosts.open();
    const guest = await endless(source);
    const reason = new Error('enough');
    const params = { migrate_uri: hosts.migrateUri() };
    const already = guest.migrate3(destination, params, LIVE, { signal: AbortSignal.abort(reason) });
    await expect(already).rejects.toMatchObject({ name: 'AbortError', sent: false, cause: reason });

    // At first there is nothing to abort yet.
    for (const wait of [0, 5, 50]) {
      const giveUp = new AbortController();
      const begun = guest.migrate3(destination, params, LIVE, giveUp);
      begun.catch(() => {});
      await delay(wait);
      giveUp.abort(reason);
      await expect(begun).rejects.toMatchObject({ name: 'AbortError', cause: reason });
      await expectUndone(guest, source, destination);
    }

    const giveUp = new AbortController();
    const sending = guest.migrate3(destination, params, LIVE, giveUp);
    await untilSending(guest, sending);
    giveUp.abort(reason);
    await expect(sending).rejects.toMatchObject({ name: 'AbortError', sent: true, cause: reason });
    await expectUndone(guest, source, destination);
  });

  it('is undone when its time is over', async () => {
    const { source, destination } = await hosts.open();
    const guest = await endless(source);
    const migration = guest.migrate3(destination, { migrate_uri: hosts.migrateUri() }, LIVE, { timeout: 2000 });
    await expect(migration).rejects.toMatchObject({
      name: 'TimeoutError',
      code: 'ERR_LIBVIRT_TIMEOUT',
      message: 'the migration was not done within 2000 ms, and undone',
    });
    await expectUndone(guest, source, destination);
  });

  it('is undone when somebody else aborts its job', async () => {
    const { source, destination } = await hosts.open();
    const guest = await endless(source);
    const migration = guest.migrate3(destination, { migrate_uri: hosts.migrateUri() }, LIVE);
    await untilSending(guest, migration);
    await guest.abortJob();
    await expect(migration).rejects.toMatchObject({ name: 'RemoteError', code: 'VIR_ERR_OPERATION_ABORTED' });
    await expectUndone(guest, source, destination);
  });

  it('ends by a switch to post-copy, after which it cannot be undone', async () => {
    const { source, destination } = await hosts.open();
    const guest = await endless(source);
    const giveUp = new AbortController();
    const params = { migrate_uri: hosts.migrateUri(), 'bandwidth.postcopy': 1n };
    const migration = guest.migrate3(destination, params, LIVE | POSTCOPY, giveUp);
    // The destination serves no page of a round that has not been gone through.
    for await (const { memoryIteration = 0n } of guest.jobProgress({ interval: 50, during: migration })) {
      if (memoryIteration > 0n) break;
    }
    await guest.migrateStartPostCopy();
    const switched = [DomainState.PAUSED, DomainPausedReason.POSTCOPY];
    await expect
      .poll(async () => Object.values(await guest.getState()), { timeout: 5000, interval: 10 })
      .toEqual(switched);
    giveUp.abort();
    const moved = await migration;
    expect(moved).toMatchObject({ uuid: guest.uuid, connection: destination });
    expect(await inventory(destination)).toEqual({ [guest.name]: RUNS });
    expect(await inventory(source)).toEqual({});
  });
});
