// @ts-check
import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureKept, kept } from '../kept.mjs';
import { ownSource, PrivateApt } from '../private-apt.mjs';
import { initramfs } from './initramfs.mjs';

const NAME = 'linux-guest';

/** A kernel without the drivers of real machines: what Debian calls it, whichever version it is of. */
const KERNEL = 'linux-image-cloud-amd64';

/**
 * What a PC guest starts, with QEMU's agent in it: `ensureLinuxGuest` has left it below a folder.
 *
 * @param {string} root
 * @returns {{ kernel: string, initrd: string } | { reason: string }} where it is, or why it is not there
 */
export function linuxGuest(root) {
  const found = kept(root, NAME);
  if ('reason' in found) return found;
  return { kernel: join(found.folder, 'vmlinuz'), initrd: join(found.folder, 'initrd.gz') };
}

/** The files that say how it is made. */
function recipe() {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const hash = createHash('sha256');
  for (const file of readdirSync(here).sort()) hash.update(readFileSync(join(here, file)));
  return hash.digest('hex');
}

/**
 * Makes a guest of Debian's packages below `.cache`, unless it is there.
 *
 * @param {string} root
 */
export function ensureLinuxGuest(root) {
  return ensureKept(root, NAME, recipe(), async (folder) => {
    if (process.arch !== 'x64') throw new Error(`the guest is a PC, and this machine is not: ${process.arch}`);
    const { uri, release } = await ownSource();
    const apt = new PrivateApt(join(folder, 'apt'), uri, release);
    await apt.update();
    await apt.downloadWithAll([KERNEL, 'qemu-guest-agent', 'busybox-static']);
    const tree = join(folder, 'tree');
    await apt.unpack(tree);
    apt.remove();
    const boot = join(tree, 'boot');
    const kernel = readdirSync(boot).find((name) => name.startsWith('vmlinuz'));
    if (kernel === undefined) throw new Error(`there is no kernel in ${KERNEL}`);
    copyFileSync(join(boot, kernel), join(folder, 'vmlinuz'));
    writeFileSync(join(folder, 'initrd.gz'), await initramfs(tree));
    rmSync(tree, { recursive: true });
    return kernel.replace('vmlinuz-', '');
  });
}
