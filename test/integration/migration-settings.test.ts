import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { DomainMigrateMaxSpeedFlags } from '../../src/index.js';
import { useQemu } from '../support/qemu-daemon.js';
import { pausedGuest } from '../support/qemu-guests.js';

const run = promisify(execFile);
const qemu = useQemu();

it('a migration’s limits are what they are set to, and what the C client sees', async () => {
  const connection = await qemu.open();
  const guest = await pausedGuest(qemu, connection);
  const virsh = async (command: string, ...args: string[]): Promise<bigint> => {
    const { stdout } = await run('virsh', ['-c', qemu.uri, command, guest.name, ...args]);
    return BigInt(/\d+/u.exec(stdout)?.[0] ?? -1);
  };

  await guest.migrateSetMaxDowntime(1234n);
  expect(await guest.migrateGetMaxDowntime()).toBe(1234n);
  expect(await virsh('migrate-getmaxdowntime')).toBe(1234n);

  expect(await guest.migrateGetMaxSpeed()).toBe(await virsh('migrate-getspeed'));
  await guest.migrateSetMaxSpeed(17n);
  expect(await guest.migrateGetMaxSpeed()).toBe(17n);
  expect(await virsh('migrate-getspeed')).toBe(17n);
  await guest.migrateSetMaxSpeed(5n, DomainMigrateMaxSpeedFlags.POSTCOPY);
  expect(await guest.migrateGetMaxSpeed(DomainMigrateMaxSpeedFlags.POSTCOPY)).toBe(5n);
  expect(await virsh('migrate-getspeed', '--postcopy')).toBe(5n);
  expect(await guest.migrateGetMaxSpeed()).toBe(17n);

  await guest.migrateSetCompressionCache(1n << 26n);
  expect(await guest.migrateGetCompressionCache()).toBe(1n << 26n);
});

it('post-copy begins only in a migration', async () => {
  const connection = await qemu.open();
  const guest = await pausedGuest(qemu, connection);
  await expect(guest.migrateStartPostCopy()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
});
