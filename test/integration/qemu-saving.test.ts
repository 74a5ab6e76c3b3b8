import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DomainCoreDumpFlags, DomainCoreDumpFormat, DomainState } from '../../src/index.js';
import { useQemu } from '../support/qemu-daemon.js';
import { guestWith } from '../support/qemu-disk.js';

/** The first bytes of a file. */
function magic(path: string, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const fd = openSync(path, 'r');
  try {
    readSync(fd, bytes, 0, length, 0);
  } finally {
    closeSync(fd);
  }
  return bytes;
}

describe('a guest’s state', () => {
  const qemu = useQemu();

  it('is saved to a file, and restored with another description', async () => {
    const connection = await qemu.open();
    const { guest } = await guestWith(qemu, connection);
    const path = join(qemu.state, `${guest.name}.save`);
    await guest.save(path);
    expect(await guest.isActive()).toBe(false);
    expect(magic(path, 16).toString('latin1')).toBe('LibvirtQemudSave');

    const xml = await connection.domainSaveImageGetXMLDesc(path);
    expect(xml).toContain(`<name>${guest.name}</name>`);
    await connection.domainSaveImageDefineXML(path, xml.replace('<memory', '<title>saved</title><memory'));
    await connection.domainRestore(path);
    expect((await guest.getState()).state).toBe(DomainState.PAUSED);
    expect(await guest.getXMLDesc()).toContain('<title>saved</title>');
  });

  it('is saved where libvirt keeps it, and restored at the next start', async () => {
    const connection = await qemu.open();
    const { guest } = await guestWith(qemu, connection);
    expect(await guest.hasManagedSaveImage()).toBe(false);
    await guest.managedSave();
    expect(await guest.isActive()).toBe(false);
    expect(await guest.hasManagedSaveImage()).toBe(true);
    expect(await guest.managedSaveGetXMLDesc()).toContain(`<uuid>${guest.uuid}</uuid>`);
    await guest.create();
    expect((await guest.getState()).state).toBe(DomainState.PAUSED);
    expect(await guest.hasManagedSaveImage()).toBe(false);
    await guest.managedSave();
    await guest.managedSaveRemove();
    expect(await guest.hasManagedSaveImage()).toBe(false);
  });

  it('is dumped, as qemu saves it or as a core file, while the guest stays', async () => {
    const connection = await qemu.open();
    const { guest } = await guestWith(qemu, connection);
    const path = join(qemu.state, `${guest.name}.core`);
    await guest.coreDump(path);
    expect(magic(path, 4).toString('latin1')).toBe('QEVM');
    await guest.coreDumpWithFormat(path, DomainCoreDumpFormat.RAW, DomainCoreDumpFlags.MEMORY_ONLY);
    expect(magic(path, 4)).toEqual(Buffer.from('\x7fELF', 'latin1'));
    expect(await guest.isActive()).toBe(true);
  });
});
