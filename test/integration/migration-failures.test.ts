import { describe, expect, it } from 'vitest';
import { type Domain, DomainMigrateFlags, DomainState } from '../../src/index.js';
import { idle, inventory, useHosts } from '../support/migration-hosts.js';

const { LIVE, NON_SHARED_DISK, NON_SHARED_INC, OFFLINE, PARALLEL, PEER2PEER, TUNNELLED } = DomainMigrateFlags;
const RUNS = { state: DomainState.RUNNING, kept: false };

describe('a migration that fails', () => {
  const hosts = useHosts();

  async function guestAt(source: Awaited<ReturnType<typeof hosts.open>>['source']): Promise<Domain> {
    return source.domainCreateXML(hosts.xml());
  }

  it('as it begins: what cannot be migrated', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    const migration = guest.migrate3(destination, { migrate_uri: hosts.migrateUri() }, LIVE);
    await expect(migration).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'VIR_ERR_OPERATION_INVALID',
      procedure: 'DOMAIN_MIGRATE_BEGIN3_PARAMS',
    });
  });

  it('as it is prepared: the guest runs on, and can be migrated again', async () => {
    const { source, destination } = await hosts.open();
    const guest = await guestAt(source);
    const other = await destination.domainCreateXML(hosts.xml(guest.name));
    const params = { migrate_uri: hosts.migrateUri() };
    await expect(guest.migrate3(destination, params, LIVE)).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_FAILED',
      procedure: 'DOMAIN_MIGRATE_PREPARE3_PARAMS',
      message: expect.stringContaining(`domain '${guest.name}' already exists`),
    });
    expect(await inventory(source)).toEqual({ [guest.name]: RUNS });
    expect(guest.id).toBeGreaterThan(0);
    expect(await idle(guest)).toBe(true);
    await other.destroy();
    expect((await guest.migrate3(destination, params, LIVE)).uuid).toBe(guest.uuid);
  });

  it('as it is performed: the destination forgets the guest, which runs on', async () => {
    const { source, destination } = await hosts.open();
    const guest = await guestAt(source);
    // The destination listens at one address, and the source connects to the other.
    const params = { migrate_uri: 'tcp://127.0.0.2', listen_address: '127.0.0.1' };
    await expect(guest.migrate3(destination, params, LIVE)).rejects.toMatchObject({
      name: 'RemoteError',
      procedure: 'DOMAIN_MIGRATE_PERFORM3_PARAMS',
      message: expect.stringContaining('127.0.0.2'),
    });
    expect(await inventory(source)).toEqual({ [guest.name]: RUNS });
    expect(await inventory(destination)).toEqual({});
    expect(await idle(guest)).toBe(true);
  });

  it('as the connection to the destination is closed: the guest runs on', async () => {
    const { source, destination } = await hosts.open();
    const leaving = await hosts.openOther('qemu');
    const guest = await guestAt(source);
    await guest.migrateSetMaxSpeed(1n);
    const migration = guest.migrate3(leaving, { migrate_uri: hosts.migrateUri() }, LIVE);
    for await (const { dataProcessed = 0n } of guest.jobProgress({ interval: 20, during: migration })) {
      if (dataProcessed > 0n) break;
    }
    await leaving.close();
    await expect(migration).rejects.toMatchObject({ name: 'RemoteError', procedure: 'DOMAIN_MIGRATE_PERFORM3_PARAMS' });
    expect(await inventory(source)).toEqual({ [guest.name]: RUNS });
    expect(await idle(guest)).toBe(true);
    await expect.poll(() => inventory(destination), { timeout: 5000 }).toEqual({});
  });

  it('to the host where the guest is', async () => {
    const { source } = await hosts.open();
    const guest = await guestAt(source);
    await expect(guest.migrate3(source)).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      message: expect.stringContaining('same host'),
    });
    expect(await idle(guest)).toBe(true);
  });

  it('to a hypervisor that has no migration', async () => {
    const { source } = await hosts.open();
    const guest = await guestAt(source);
    const other = await hosts.openOther('test');
    await expect(guest.migrate3(other)).rejects.toMatchObject({
      name: 'UnsupportedError',
      message: expect.stringContaining('migration protocol 3'),
    });
    await expect(guest.migrate3(other, {}, OFFLINE)).rejects.toThrow(
      'destination cannot migrate a domain that does not',
    );
  });
});

describe('a migration that nobody could do', () => {
  const hosts = useHosts();

  it('is refused before anything is sent', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    const refused = async (migration: Promise<unknown>, name: string, code: string, message: string): Promise<void> => {
      await expect(migration).rejects.toMatchObject({ name, code, message: expect.stringContaining(message) });
    };
    const VALUE = 'ERR_INVALID_ARG_VALUE';
    const TYPE = 'ERR_INVALID_ARG_TYPE';
    await refused(guest.migrate3(destination, {}, PEER2PEER), 'TypeError', VALUE, 'migrateToURI3');
    await refused(guest.migrate(destination, TUNNELLED), 'TypeError', VALUE, 'PEER2PEER');
    await refused(guest.migrate3(destination, {}, NON_SHARED_DISK | NON_SHARED_INC), 'TypeError', VALUE, 'exclude');
    const tunnels = PEER2PEER | TUNNELLED | PARALLEL;
    await refused(guest.migrateToURI3(hosts.uri('destination'), {}, tunnels), 'TypeError', VALUE, 'exclude');
    await refused(
      guest.migrate3(destination, {}, DomainMigrateFlags.NON_SHARED_SYNCHRONOUS_WRITES),
      'TypeError',
      VALUE,
      'NON_SHARED',
    );
    await refused(guest.migrate3(destination, {}, -1), 'RangeError', 'ERR_OUT_OF_RANGE', 'flags');
    await refused(
      guest.migrate3(destination, { bandwidth: -1n }),
      'RangeError',
      'ERR_OUT_OF_RANGE',
      'params.bandwidth',
    );
    await refused(guest.migrateToURI3(null, {}, PEER2PEER), 'TypeError', TYPE, 'dconnuri');
    // @ts-expect-error not a connection
    await refused(guest.migrate3(hosts.uri('destination')), 'TypeError', TYPE, 'dconn');
    // @ts-expect-error not a string
    await refused(guest.migrate3(destination, { migrate_uri: 5 }), 'TypeError', TYPE, 'params.migrate_uri');
    // @ts-expect-error not a signal
    await refused(guest.migrate3(destination, {}, 0, { signal: 'now' }), 'TypeError', TYPE, 'options.signal');
  });
});
