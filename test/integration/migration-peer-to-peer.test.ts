import { describe, expect, it } from 'vitest';
import { DomainMigrateFlags, DomainState } from '../../src/index.js';
import { idle, inventory, useHosts } from '../support/migration-hosts.js';

const { LIVE, PEER2PEER, PERSIST_DEST, TUNNELLED } = DomainMigrateFlags;
const { RUNNING } = DomainState;
const RUNS = { state: RUNNING, kept: false };

describe('a migration from daemon to daemon', () => {
  const hosts = useHosts();

  it('is the source’s daemon’s business', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const { name } = guest;
    const params = { migrate_uri: hosts.migrateUri() };
    expect(await guest.migrateToURI3(hosts.uri('destination'), params, LIVE | PEER2PEER)).toBeUndefined();
    expect(guest.id).toBe(-1);
    expect(await inventory(destination)).toEqual({ [name]: RUNS });
    expect(await inventory(source)).toEqual({});
  });

  it('goes through the connection between the daemons, where it is tunnelled', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const dname = `${guest.name}-moved`;
    const flags = LIVE | PEER2PEER | TUNNELLED | PERSIST_DEST;
    await guest.migrateToURI(hosts.uri('destination'), flags, dname);
    expect(await inventory(destination)).toEqual({ [dname]: { state: RUNNING, kept: true } });
    expect(await inventory(source)).toEqual({});
  });

  it('returns the guest where it is asked for with a connection', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const dname = `${guest.name}-moved`;
    const moved = await guest.migrate(destination, LIVE | PEER2PEER, dname, hosts.uri('destination'));
    expect(moved).toMatchObject({ name: dname, uuid: guest.uuid, connection: destination });
    expect(moved.id).toBeGreaterThan(0);
  });

  it('is undone by the source’s daemon when it fails', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const other = await destination.domainDefineXML(hosts.xml(guest.name));
    const params = { migrate_uri: hosts.migrateUri() };
    const failure = guest.migrateToURI3(hosts.uri('destination'), params, LIVE | PEER2PEER);
    await expect(failure).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'VIR_ERR_OPERATION_FAILED',
      procedure: 'DOMAIN_MIGRATE_PERFORM3_PARAMS',
    });
    expect(await inventory(source)).toEqual({ [guest.name]: RUNS });
    expect(await idle(guest)).toBe(true);
    expect(await other.isActive()).toBe(false);
  });

  it('is undone when its signal fires', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.busyXml());
    await guest.migrateSetMaxSpeed(1n);
    await guest.migrateSetMaxDowntime(1n);
    const giveUp = new AbortController();
    const params = { migrate_uri: hosts.migrateUri() };
    const migration = guest.migrateToURI3(hosts.uri('destination'), params, LIVE | PEER2PEER, giveUp);
    for await (const { dataProcessed = 0n } of guest.jobProgress({ interval: 50, during: migration })) {
      if (dataProcessed > 0n) giveUp.abort();
    }
    await expect(migration).rejects.toMatchObject({ name: 'AbortError', sent: true });
    expect(await inventory(source)).toEqual({ [guest.name]: RUNS });
    expect(await inventory(destination)).toEqual({});
    expect(await idle(guest)).toBe(true);
  });

  it('goes nowhere that the source’s daemon would take for its own host', async () => {
    const { source } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    for (const uri of ['qemu:///system', 'qemu+unix:///system', 'qemu+ssh://root@localhost/system', 'qemu']) {
      await expect(guest.migrateToURI3(uri, {}, PEER2PEER)).rejects.toMatchObject({
        code: 'ERR_INVALID_ARG_VALUE',
        message: expect.stringContaining('qemu+tls://host/system'),
      });
    }
  });

  it('is not what qemu does without PEER2PEER', async () => {
    const { source } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    const refused = { name: 'UnsupportedError', message: expect.stringContaining('use migrate3') };
    await expect(guest.migrateToURI('tcp://127.0.0.1:49152', LIVE)).rejects.toMatchObject(refused);
    await expect(guest.migrateToURI2(null, 'tcp://127.0.0.1:49152')).rejects.toMatchObject(refused);
  });
});
