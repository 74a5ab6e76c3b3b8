import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import {
  connect,
  type StoragePool,
  StoragePoolCreateFlags,
  StorageVol,
  StorageVolInfoFlags,
  StorageVolResizeFlags,
  StorageVolType,
  StorageVolWipeAlgorithm,
} from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

const MIB = 1_048_576n;
const folder = (): string => join(daemon().state, 'images');

beforeAll(async () => {
  await using connection = await connect(daemon().uri('storage'));
  const xml = `<pool type='dir'><name>images</name><target><path>${folder()}</path></target></pool>`;
  const pool = await connection.storagePoolDefineXML(xml);
  await pool.create(StoragePoolCreateFlags.WITH_BUILD);
});

async function images(): Promise<StoragePool> {
  return (await open(daemon().uri('qemu'))).storagePoolLookupByName('images');
}

const xml = (name: string, format = 'raw', capacity = MIB, allocation = capacity): string =>
  `<volume><name>${name}</name><capacity unit='bytes'>${capacity}</capacity>
   <allocation unit='bytes'>${allocation}</allocation><target><format type='${format}'/></target></volume>`;

it('a volume, from its making to its end', async () => {
  const pool = await images();
  const { connection } = pool;
  const volume = await pool.storageVolCreateXML(xml('disk'));
  const path = join(folder(), 'disk');
  expect(volume).toBeInstanceOf(StorageVol);
  expect(volume).toMatchObject({ pool: 'images', name: 'disk', key: path, connection });
  expect([volume.getName(), volume.getKey(), await volume.getPath()]).toEqual(['disk', path, path]);
  expect(await volume.getInfo()).toEqual({ type: StorageVolType.FILE, capacity: MIB, allocation: MIB });
  expect(statSync(path).size).toBe(Number(MIB));
  expect(await volume.getXMLDesc()).toContain(`<capacity unit='bytes'>${MIB}</capacity>`);
  await expect(pool.storageVolCreateXML(xml('disk'))).rejects.toMatchObject({ code: 'VIR_ERR_STORAGE_VOL_EXIST' });
  for (const found of [
    await pool.storageVolLookupByName('disk'),
    await connection.storageVolLookupByKey(path),
    await connection.storageVolLookupByPath(path),
  ]) {
    expect(found).toMatchObject({ pool: 'images', name: 'disk', key: path });
  }
  expect(await volume.storagePoolLookupByVolume()).toMatchObject({ name: 'images', uuid: pool.uuid });

  await volume.resize(3n * MIB);
  expect(await volume.getInfo()).toMatchObject({ capacity: 3n * MIB });
  await volume.resize(MIB, StorageVolResizeFlags.DELTA);
  expect(await volume.getInfo()).toMatchObject({ capacity: 4n * MIB });
  await expect(volume.resize(MIB)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  await volume.resize(MIB, StorageVolResizeFlags.SHRINK);
  expect(statSync(path).size).toBe(Number(MIB));

  await volume.delete();
  expect(existsSync(path)).toBe(false);
  const gone = { name: 'RemoteError', code: 'VIR_ERR_NO_STORAGE_VOL', domain: 'VIR_FROM_STORAGE' };
  await expect(volume.getInfo()).rejects.toMatchObject(gone);
  await expect(pool.storageVolLookupByName('disk')).rejects.toMatchObject(gone);
});

it('a volume that is cloned holds what the other does, in the format that is asked for', async () => {
  const pool = await images();
  const original = await pool.storageVolCreateXML(xml('original'));
  const path = await original.getPath();
  writeFileSync(path, 'what is cloned');
  truncateSync(path, Number(MIB));
  const clone = await pool.storageVolCreateXMLFrom(xml('clone'), original);
  expect(readFileSync(await clone.getPath()).equals(readFileSync(path))).toBe(true);
  const other = await pool.storageVolCreateXMLFrom(xml('other', 'qcow2'), original);
  expect(
    readFileSync(await other.getPath())
      .subarray(0, 4)
      .toString('latin1'),
  ).toBe('QFI\xfb');
  expect(await other.getInfo()).toMatchObject({ capacity: MIB });
  for (const volume of [original, clone, other]) await volume.delete();
});

it('a volume that is wiped holds what it held no longer', async () => {
  const pool = await images();
  const volume = await pool.storageVolCreateXML(xml('secret'));
  const path = await volume.getPath();
  const secret = Buffer.alloc(Number(MIB), 'secret');
  writeFileSync(path, secret);
  await volume.wipe();
  expect(readFileSync(path).equals(Buffer.alloc(Number(MIB)))).toBe(true);
  writeFileSync(path, secret);
  await volume.wipePattern(StorageVolWipeAlgorithm.ZERO);
  expect(readFileSync(path).equals(Buffer.alloc(Number(MIB)))).toBe(true);
  await volume.delete();
});

it('a volume that grows takes what it holds, however large it may get', async () => {
  const pool = await images();
  const large = await pool.storageVolCreateXML(xml('large', 'qcow2', 2n ** 45n, 0n));
  const { capacity, allocation } = await large.getInfoFlags(StorageVolInfoFlags.GET_PHYSICAL);
  expect(capacity).toBe(2n ** 45n);
  expect(allocation).toBe(BigInt(statSync(await large.getPath()).size));
  await large.delete();
});
