import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { type Connection, type Domain, DomainCreateFlags } from '../../src/index.js';
import type { QemuDaemon } from './qemu-daemon.js';

const run = promisify(execFile);

/** The guest's disk. */
export const TARGET = 'vda';

/** Bytes of the images. */
const SIZE = '4M';

/** The images of one test, in the daemon's directory, which they go with. */
export class Disks {
  readonly #folder: string;
  readonly #prefix: string;

  constructor(qemu: QemuDaemon, guest: string) {
    this.#folder = qemu.state;
    this.#prefix = guest;
  }

  path(name: string): string {
    return join(this.#folder, `${this.#prefix}-${name}.qcow2`);
  }

  /** An image whose first 64 KiB are filled with a byte. */
  async filled(name: string, byte: number): Promise<string> {
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', this.path(name), SIZE]);
    await run('qemu-io', ['-f', 'qcow2', '-c', `write -P ${byte} 0 64k`, this.path(name)]);
    return this.path(name);
  }

  /** An image that has nothing of its own. */
  async over(name: string, base: string): Promise<string> {
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', base, '-F', 'qcow2', this.path(name)]);
    return this.path(name);
  }
}

/** The file that backs an image, which may be in use; `null` where there is none. */
export async function backingFile(path: string): Promise<string | null> {
  const { stdout } = await run('qemu-img', ['info', '-U', '--output=json', path]);
  return (JSON.parse(stdout) as { 'backing-filename'?: string })['backing-filename'] ?? null;
}

/** Whether the first 64 KiB of an image, which nobody may be writing, are filled with a byte. */
export async function isFilled(path: string, byte: number): Promise<boolean> {
  try {
    await run('qemu-io', ['-r', '-f', 'qcow2', '-c', `read -P ${byte} 0 64k`, path]);
    return true;
  } catch (error) {
    if ((error as { stdout?: string }).stdout?.includes('Pattern verification failed')) return false;
    throw error;
  }
}

/** A guest that is defined, has not been let run yet, and has an image for its disk, for as long as the test runs. */
export async function guestWith(qemu: QemuDaemon, connection: Connection): Promise<{ guest: Domain; disks: Disks }> {
  const { name, type } = qemu.guest();
  const disks = new Disks(qemu, name);
  const image = await disks.over('top', await disks.filled('base', 0x41));
  const disk = `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${image}'/><target dev='${TARGET}' bus='virtio'/></disk>`;
  const guest = await connection.domainDefineXML(guestXml({ name, type, devices: disk }));
  onTestFinished(async () => {
    if (await guest.isActive()) await guest.destroy();
    for (const checkpoint of await guest.listAllCheckpoints()) await checkpoint.delete(2);
    for (const snapshot of await guest.listAllSnapshots()) await snapshot.delete(2);
    if (await guest.hasManagedSaveImage()) await guest.managedSaveRemove();
    await guest.undefine();
  });
  await guest.createWithFlags(DomainCreateFlags.START_PAUSED);
  return { guest, disks };
}
