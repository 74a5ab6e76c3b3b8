import { expect, it, onTestFinished } from 'vitest';
import { type Connection, type Secret, SecretUsageType } from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

const VALUE = Uint8Array.of(0, 1, 0xff, 0, 0x80, 10);

async function define(connection: Connection, path: string, attributes = "private='no'"): Promise<Secret> {
  const secret = await connection.secretDefineXML(
    `<secret ephemeral='no' ${attributes}>
      <description>of a disk</description>
      <usage type='volume'><volume>${path}</volume></usage>
    </secret>`,
  );
  onTestFinished(() => secret.undefine().catch(() => {}));
  return secret;
}

it('a secret, from its definition to its end', async () => {
  const connection = await open(daemon().uri('qemu'));
  expect(await connection.numOfSecrets()).toBe(0);
  const secret = await define(connection, '/images/a.img');
  expect(secret).toMatchObject({ usageType: SecretUsageType.VOLUME, usageID: '/images/a.img', connection });
  const { uuid } = secret;
  expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
  expect(secret.getUUIDString()).toBe(uuid);

  expect(await connection.numOfSecrets()).toBe(1);
  expect(await connection.listSecrets()).toEqual([uuid]);
  expect((await connection.listAllSecrets()).map((one) => one.uuid)).toEqual([uuid]);
  for (const found of [
    await connection.secretLookupByUUIDString(uuid),
    await connection.secretLookupByUUID(secret.getUUID()),
    await connection.secretLookupByUsage(SecretUsageType.VOLUME, '/images/a.img'),
  ]) {
    expect(found).toMatchObject({ uuid, usageType: SecretUsageType.VOLUME, usageID: '/images/a.img' });
  }

  await expect(secret.getValue()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SECRET' });
  await secret.setValue(VALUE);
  expect(new Uint8Array(await secret.getValue())).toEqual(VALUE);
  await secret.setValue(Buffer.from('päss'));
  expect(Buffer.from(await secret.getValue()).toString()).toBe('päss');
  const longest = new Uint8Array(65_536).fill(7);
  await secret.setValue(longest);
  expect(Buffer.compare(await secret.getValue(), longest)).toBe(0);
  expect(await secret.getXMLDesc()).toContain('<description>of a disk</description>');
  expect(await secret.getXMLDesc()).not.toContain('value');

  // A definition that has its UUID replaces it, and its value stays.
  const xml = (await secret.getXMLDesc()).replace('of a disk', 'of another');
  expect((await connection.secretDefineXML(xml)).uuid).toBe(uuid);
  expect(await secret.getXMLDesc()).toContain('of another');
  expect((await secret.getValue()).length).toBe(65_536);

  await secret.undefine();
  const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_SECRET', domain: 'VIR_FROM_SECRET' };
  await expect(secret.getXMLDesc()).rejects.toMatchObject(gone);
  await expect(secret.undefine()).rejects.toMatchObject(gone);
  await expect(connection.secretLookupByUUIDString(uuid)).rejects.toMatchObject(gone);
  await expect(connection.secretLookupByUsage(SecretUsageType.VOLUME, '/images/a.img')).rejects.toMatchObject(gone);
  expect(await connection.listAllSecrets()).toEqual([]);
});

it('a private secret, whose value nobody gets', async () => {
  const connection = await open(daemon().uri('qemu'));
  const secret = await define(connection, '/images/b.img', "private='yes'");
  await secret.setValue(VALUE);
  await expect(secret.getValue()).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_SECRET' });
});

it('secrets of another connection', async () => {
  const one = await open(daemon().uri('qemu'));
  const other = await open(daemon().uri('lxc'));
  const secret = await define(one, '/images/c.img');
  await secret.setValue(VALUE);
  expect(Buffer.from(await (await other.secretLookupByUUIDString(secret.uuid)).getValue())).toEqual(Buffer.from(VALUE));
});

it('what is no secret, or no value', async () => {
  const connection = await open(daemon().uri('qemu'));
  await expect(connection.secretDefineXML('<domain/>')).rejects.toMatchObject({ name: 'RemoteError' });
  const secret = await define(connection, '/images/d.img');
  await expect(
    connection.secretDefineXML(`<secret><usage type='volume'><volume>/images/d.img</volume></usage></secret>`),
  ).rejects.toMatchObject({ name: 'RemoteError', domain: 'VIR_FROM_SECRET' });
  await expect(secret.setValue('text' as unknown as Uint8Array)).rejects.toMatchObject({
    code: 'ERR_INVALID_ARG_TYPE',
  });
  await expect(secret.setValue(new Uint8Array(65_537))).rejects.toMatchObject({ code: 'ERR_OUT_OF_RANGE' });
  await expect(secret.getValue()).rejects.toMatchObject({ code: 'VIR_ERR_NO_SECRET' });
  const reader = await open(daemon().uri('qemu', { readOnly: true }));
  const read = await reader.secretLookupByUUIDString(secret.uuid);
  await expect(read.getValue()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
});
