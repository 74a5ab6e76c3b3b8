import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  ConnectListAllStoragePoolsFlags,
  StoragePool,
  StoragePoolCreateFlags,
  StoragePoolState,
  StorageXMLFlags,
} from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

const { ACTIVE, INACTIVE } = ConnectListAllStoragePoolsFlags;

const xml = (name: string): string =>
  `<pool type='dir'><name>${name}</name><target><path>${join(daemon().state, name)}</path></target></pool>`;

it('a pool, from its definition to its end', async () => {
  const connection = await open(daemon().uri('qemu'));
  const path = join(daemon().state, 'images');
  const pool = await connection.storagePoolDefineXML(xml('images'));
  expect(pool).toBeInstanceOf(StoragePool);
  expect(pool).toMatchObject({ name: 'images', connection });
  const { uuid } = pool;
  expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
  expect([pool.getName(), pool.getUUIDString()]).toEqual(['images', uuid]);
  expect(Buffer.from(pool.getUUID()).toString('hex')).toBe(uuid.replaceAll('-', ''));

  expect([await pool.isActive(), await pool.isPersistent(), await pool.getAutostart()]).toEqual([false, true, false]);
  expect(await connection.listDefinedStoragePools()).toEqual(['images']);
  expect(await connection.numOfDefinedStoragePools()).toBe(1);
  expect(await connection.listAllStoragePools(ACTIVE)).toEqual([]);
  expect((await connection.listAllStoragePools(INACTIVE)).map((one) => one.uuid)).toEqual([uuid]);
  await expect(pool.create()).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: constants.errno.ENOENT });

  await pool.build();
  expect(existsSync(path)).toBe(true);
  await pool.setAutostart(true);
  expect(await pool.getAutostart()).toBe(true);
  await pool.create();
  expect(await pool.isActive()).toBe(true);
  await expect(pool.create()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
  const info = await pool.getInfo();
  expect(info.state).toBe(StoragePoolState.RUNNING);
  expect(info.capacity).toBeGreaterThan(0n);
  expect(info.allocation + info.available).toBe(info.capacity);
  expect(await connection.listStoragePools()).toEqual(['images']);
  expect(await connection.numOfStoragePools()).toBe(1);
  for (const found of [
    await connection.storagePoolLookupByName('images'),
    await connection.storagePoolLookupByUUID(pool.getUUID()),
    await connection.storagePoolLookupByUUIDString(uuid),
    await connection.storagePoolLookupByTargetPath(path),
  ]) {
    expect(found).toMatchObject({ name: 'images', uuid });
  }

  // What comes into the folder by another way is known after a refresh.
  writeFileSync(join(path, 'stray'), 'x'.repeat(1000));
  expect(await pool.numOfVolumes()).toBe(0);
  await pool.refresh();
  expect(await pool.listVolumes()).toEqual(['stray']);
  const [stray] = await pool.listAllVolumes();
  expect(await stray?.getInfo()).toMatchObject({ capacity: 1000n });
  await stray?.delete();
  expect(existsSync(join(path, 'stray'))).toBe(false);

  expect(await pool.getXMLDesc(StorageXMLFlags.INACTIVE)).toContain(`<path>${path}</path>`);
  await expect(pool.undefine()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
  await pool.destroy();
  expect(await pool.isActive()).toBe(false);
  await pool.delete();
  expect(existsSync(path)).toBe(false);
  await pool.undefine();
  const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_STORAGE_POOL', domain: 'VIR_FROM_STORAGE' };
  await expect(pool.getXMLDesc()).rejects.toMatchObject(gone);
  await expect(connection.storagePoolLookupByName('images')).rejects.toMatchObject(gone);
});

it('a pool that nobody has defined, which is gone when it is stopped', async () => {
  const connection = await open(daemon().uri('storage'));
  const pool = await connection.storagePoolCreateXML(xml('passing'), StoragePoolCreateFlags.WITH_BUILD);
  expect([await pool.isActive(), await pool.isPersistent()]).toEqual([true, false]);
  await pool.destroy();
  await expect(pool.isActive()).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_POOL' });
});

it('what can be made a pool of, and how', async () => {
  const connection = await open(daemon().uri('qemu'));
  expect(await connection.getStoragePoolCapabilities()).toContain("<pool type='dir' supported='yes'>");
  await expect(connection.findStoragePoolSources('nonesuch')).rejects.toThrow('unknown storage pool type nonesuch');
  await expect(connection.storagePoolDefineXML('<pool/>')).rejects.toMatchObject({ code: 'VIR_ERR_XML_ERROR' });
  mkdirSync(join(daemon().state, 'full'));
  const pool = await connection.storagePoolCreateXML(xml('full'));
  await pool.storageVolCreateXML(`<volume><name>one</name><capacity>1</capacity></volume>`);
  await pool.destroy();
  // Not even libvirt removes a folder that holds something.
  const again = await connection.storagePoolDefineXML(xml('full'));
  await expect(again.delete()).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: constants.errno.ENOTEMPTY });
  await again.undefine();
});
