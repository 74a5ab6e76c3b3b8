import { describe, expect, it } from 'vitest';
import {
  type Domain,
  DomainBlockCommitFlags,
  DomainBlockCopyFlags,
  DomainBlockJobAbortFlags,
  DomainBlockJobType,
  DomainGetJobStatsFlags,
  DomainJobOperation,
  DomainSnapshotCreateFlags,
  DomainSnapshotDeleteFlags,
} from '../../src/index.js';
import { useQemu } from '../support/qemu-daemon.js';
import { backingFile, guestWith, isFilled, TARGET } from '../support/qemu-disk.js';

const WAIT = { timeout: 20_000, interval: 20 };

describe('a job of a disk', () => {
  const qemu = useQemu();

  /** Until a mirror has all that there is, and can be switched to. */
  async function untilReady(guest: Domain): Promise<void> {
    await expect
      .poll(async () => {
        const info = await guest.getBlockJobInfo(TARGET);
        return info !== null && info.end > 0n && info.cur === info.end && / ready='yes'/.test(await guest.getXMLDesc());
      }, WAIT)
      .toBe(true);
  }

  async function untilOver(guest: Domain): Promise<void> {
    await expect.poll(() => guest.getBlockJobInfo(TARGET), WAIT).toBeNull();
  }

  async function source(guest: Domain): Promise<string | undefined> {
    return /<disk .*?<source file='([^']*)'/su.exec(await guest.getXMLDesc())?.[1];
  }

  it('pulls what backs the disk’s image into it', async () => {
    const { guest, disks } = await guestWith(qemu, await qemu.open());
    expect(await backingFile(disks.path('top'))).toBe(disks.path('base'));
    await guest.blockPull(TARGET, 0n);
    await untilOver(guest);
    // What qemu has not written yet, it writes now.
    await guest.destroy();
    expect(await backingFile(disks.path('top'))).toBeNull();
    expect(await isFilled(disks.path('top'), 0x41)).toBe(true);
  });

  it('pulls down to a base', async () => {
    const { guest, disks } = await guestWith(qemu, await qemu.open());
    const flags = DomainSnapshotCreateFlags.DISK_ONLY | DomainSnapshotCreateFlags.NO_METADATA;
    const disk = `<disks><disk name='${TARGET}'><source file='${disks.path('newest')}'/></disk></disks>`;
    await guest.snapshotCreateXML(`<domainsnapshot>${disk}</domainsnapshot>`, flags);
    expect(await backingFile(disks.path('newest'))).toBe(disks.path('top'));
    await guest.blockRebase(TARGET, disks.path('base'), 0n);
    await untilOver(guest);
    expect(await backingFile(disks.path('newest'))).toBe(disks.path('base'));
  });

  it('commits an image to what backs it, and goes on with that', async () => {
    const { guest, disks } = await guestWith(qemu, await qemu.open());
    await guest.blockCommit(TARGET, null, null, 0n, DomainBlockCommitFlags.ACTIVE);
    expect(await guest.getBlockJobInfo(TARGET)).toMatchObject({ type: DomainBlockJobType.ACTIVE_COMMIT });
    await untilReady(guest);
    await guest.blockJobAbort(TARGET, DomainBlockJobAbortFlags.PIVOT);
    await untilOver(guest);
    expect(await source(guest)).toBe(disks.path('base'));
  });

  it('copies a disk, and goes on with the copy or without', async () => {
    const { guest, disks } = await guestWith(qemu, await qemu.open());
    const xml = (path: string) => `<disk type='file'><source file='${path}'/><driver type='qcow2'/></disk>`;
    const copy = disks.path('copy');
    const { TRANSIENT_JOB } = DomainBlockCopyFlags;
    await guest.blockCopy(
      TARGET,
      xml(disks.path('unused')),
      { bandwidth: 1n << 30n, granularity: 65536 },
      TRANSIENT_JOB,
    );
    await guest.blockJobSetSpeed(TARGET, 100n);
    await guest.blockJobAbort(TARGET);
    await untilOver(guest);
    expect(await source(guest)).toBe(disks.path('top'));

    await guest.blockCopy(TARGET, xml(copy), {}, TRANSIENT_JOB);
    await untilReady(guest);
    await guest.blockJobAbort(TARGET, DomainBlockJobAbortFlags.PIVOT);
    await untilOver(guest);
    expect(await source(guest)).toBe(copy);
    await guest.destroy();
    expect(await backingFile(copy)).toBeNull();
    expect(await isFilled(copy, 0x41)).toBe(true);
  });

  it('backs a disk up, from a checkpoint on', async () => {
    const { guest, disks } = await guestWith(qemu, await qemu.open());
    const backup = disks.path('backup');
    const xml = `<domainbackup><disks><disk name='${TARGET}' type='file'><target file='${backup}'/><driver type='qcow2'/></disk></disks></domainbackup>`;
    await guest.backupBegin(xml, `<domaincheckpoint><name>first</name></domaincheckpoint>`);
    for await (const { operation } of guest.jobProgress({ interval: 10 })) {
      expect(operation).toBe(DomainJobOperation.BACKUP);
    }
    expect(await guest.getJobStats(DomainGetJobStatsFlags.COMPLETED)).toMatchObject({
      params: { operation: DomainJobOperation.BACKUP, success: true },
    });
    expect(await backingFile(backup)).toBeNull();
    expect(await isFilled(backup, 0x41)).toBe(true);

    const first = await guest.checkpointLookupByName('first');
    const second = await guest.checkpointCreateXML(`<domaincheckpoint><name>second</name></domaincheckpoint>`);
    expect(second).toMatchObject({ name: 'second' });
    expect((await second.getParent()).name).toBe('first');
    expect((await first.listAllChildren()).map(({ name }) => name)).toEqual(['second']);
    expect(await first.getXMLDesc()).toContain(`<disk name='${TARGET}' checkpoint='bitmap'`);
    await second.delete();
    expect((await guest.listAllCheckpoints()).map(({ name }) => name)).toEqual(['first']);
  });

  it('goes back to a snapshot of disk and memory', async () => {
    const { guest } = await guestWith(qemu, await qemu.open());
    const first = await guest.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>');
    const second = await guest.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>');
    expect((await second.getParent()).name).toBe('first');
    expect((await guest.snapshotCurrent()).name).toBe('second');
    expect((await guest.listAllSnapshots()).map(({ name }) => name).sort()).toEqual(['first', 'second']);
    await first.domainRevertToSnapshot();
    expect((await guest.snapshotCurrent()).name).toBe('first');
    expect(await first.isCurrent()).toBe(true);
    await first.delete(DomainSnapshotDeleteFlags.CHILDREN);
    expect(await guest.listAllSnapshots()).toEqual([]);
  });
});
