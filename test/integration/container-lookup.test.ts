import { describe, expect, it } from 'vitest';
import { type Connection, type Domain, ConnectListAllDomainsFlags as Flags, RemoteError } from '../../src/index.js';
import { containerXml, freshName } from '../support/integration-container.js';
import { open, useContainers } from '../support/integration-daemon.js';

const daemon = useContainers();

const known = ({ name, uuid, id }: Domain) => ({ name, uuid, id });

describe('a container', () => {
  it('is found by its id, its name and its UUID, and among all', async () => {
    const connection = await open(daemon().uri('lxc'));
    const running = await connection.domainCreateXML(containerXml(freshName()));
    const defined = await connection.domainDefineXML(containerXml(freshName()));
    expect(known(await connection.domainLookupByID(running.id))).toEqual(known(running));
    for (const domain of [running, defined]) {
      const { name, uuid } = domain;
      const found = [
        await connection.domainLookupByName(name),
        await connection.domainLookupByUUID(domain.getUUID()),
        await connection.domainLookupByUUIDString(uuid),
        await connection.domainLookupByUUIDString(uuid.toUpperCase().replaceAll('-', '')),
        (await connection.listAllDomains()).find((one) => one.name === name),
      ];
      for (const one of found) expect(one && known(one)).toEqual(known(domain));
    }

    const listed = async (flags: number): Promise<Domain[]> =>
      (await connection.listAllDomains(flags)).filter(({ name }) => [running.name, defined.name].includes(name));
    expect((await listed(Flags.ACTIVE)).map(known)).toEqual([known(running)]);
    expect((await listed(Flags.TRANSIENT)).map(known)).toEqual([known(running)]);
    expect((await listed(Flags.INACTIVE)).map(known)).toEqual([known(defined)]);
    expect((await listed(Flags.PERSISTENT | Flags.SHUTOFF)).map(known)).toEqual([known(defined)]);
    expect(await listed(Flags.PAUSED)).toEqual([]);
    await expect(connection.listAllDomains(1 << 30)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  });
});

describe('a domain that is not there', () => {
  const NONE = '12345678-1234-1234-1234-123456789abc';

  it.each<[string, (connection: Connection) => Promise<Domain>, string]>([
    ['DOMAIN_LOOKUP_BY_ID', (connection) => connection.domainLookupByID(999_999_999), 'id 999999999'],
    ['DOMAIN_LOOKUP_BY_NAME', (connection) => connection.domainLookupByName('none'), "name 'none'"],
    ['DOMAIN_LOOKUP_BY_UUID', (connection) => connection.domainLookupByUUIDString(NONE), `uuid '${NONE}'`],
  ])('is an error with all its fields: %s', async (procedure, lookUp, what) => {
    const connection = await open(daemon().uri('lxc'));
    const error = await lookUp(connection).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RemoteError);
    expect({ ...(error as RemoteError), message: (error as RemoteError).message }).toEqual({
      name: 'RemoteError',
      message: `Domain not found: No domain with matching ${what}`,
      code: 'VIR_ERR_NO_DOMAIN',
      errno: 42,
      domain: 'VIR_FROM_LXC',
      level: 'VIR_ERR_ERROR',
      str1: 'Domain not found: %s',
      str2: `No domain with matching ${what}`,
      str3: null,
      int1: -1,
      int2: -1,
      procedure,
    });
    expect((error as RemoteError).stack).toContain(import.meta.filename);
  });

  it('is told from one that cannot be', async () => {
    const connection = await open(daemon().uri('lxc'));
    await expect(connection.domainLookupByUUIDString('none')).rejects.toBeInstanceOf(TypeError);
    await expect(connection.domainLookupByUUID(new Uint8Array(15))).rejects.toBeInstanceOf(RangeError);
    await expect(connection.domainLookupByID(2 ** 31)).rejects.toBeInstanceOf(RangeError);
    await expect(connection.domainLookupByName(null as unknown as string)).rejects.toBeInstanceOf(TypeError);
  });
});
