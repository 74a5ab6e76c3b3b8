import { describe, expect, it } from 'vitest';
import { DomainMigrateFlags, DomainState, DomainXMLFlags } from '../../src/index.js';
import { inventory, useHosts } from '../support/migration-hosts.js';

const { LIVE, OFFLINE, PERSIST_DEST, UNDEFINE_SOURCE } = DomainMigrateFlags;
const { PAUSED, RUNNING, SHUTOFF } = DomainState;

describe('a migration between two connections', () => {
  const hosts = useHosts();

  it('lets the guest run at the destination, and nowhere else', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const { name, uuid } = guest;
    const moved = await guest.migrate3(destination, { migrate_uri: hosts.migrateUri() }, LIVE);
    expect(moved).toMatchObject({ name, uuid, connection: destination });
    expect(moved.id).toBeGreaterThan(0);
    expect(moved.id).toBe((await destination.domainLookupByName(name)).id);
    expect(guest.id).toBe(-1);
    expect(await inventory(destination)).toEqual({ [name]: { state: RUNNING, kept: false } });
    expect(await inventory(source)).toEqual({});
  });

  it('keeps a paused guest paused, and its definition where it is told to', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    await guest.create();
    await guest.suspend();
    const { name } = guest;
    await guest.migrate(destination, PERSIST_DEST, null, hosts.migrateUri());
    expect(await inventory(destination)).toEqual({ [name]: { state: PAUSED, kept: true } });
    expect(await inventory(source)).toEqual({ [name]: { state: SHUTOFF, kept: true } });
  });

  it('gives the guest another name, over TCP', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const dname = `${guest.name}-moved`;
    const params = { migrate_uri: 'tcp://127.0.0.1', listen_address: '127.0.0.1', destination_name: dname };
    const moved = await guest.migrate3(destination, params);
    expect(moved).toMatchObject({ name: dname, uuid: guest.uuid });
    expect(await inventory(destination)).toEqual({ [dname]: { state: RUNNING, kept: false } });
    expect(await inventory(source)).toEqual({});
  });

  it('changes the guest’s description', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainCreateXML(hosts.xml());
    const xml = (await guest.getXMLDesc(DomainXMLFlags.MIGRATABLE)).replace('<memory', '<title>moved</title><memory');
    const moved = await guest.migrate2(destination, xml, LIVE, null, hosts.migrateUri());
    expect(await moved.getXMLDesc()).toContain('<title>moved</title>');
  });

  it('moves the definition of a guest that does not run', async () => {
    const { source, destination } = await hosts.open();
    const guest = await source.domainDefineXML(hosts.xml());
    const { name } = guest;
    const moved = await guest.migrate3(destination, {}, OFFLINE | PERSIST_DEST | UNDEFINE_SOURCE);
    expect(moved).toMatchObject({ name, id: -1 });
    expect(await inventory(destination)).toEqual({ [name]: { state: SHUTOFF, kept: true } });
    expect(await inventory(source)).toEqual({});
  });
});
