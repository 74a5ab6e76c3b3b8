// @ts-check
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureKept, kept } from './kept.mjs';
import { ownSource, PrivateApt } from './private-apt.mjs';

/**
 * A libvirt that is had beside the system's: `newer`, of its release's backports, with the system's own libraries and QEMU;
 * `newest`, the newest that Debian has, with its own.
 *
 * @typedef {'newer' | 'newest'} Which
 */

/** What makes a libvirtd, where each of its drivers has a package of its own. */
const PACKAGES = [
  'libvirt0',
  'libvirt-common',
  'libvirt-daemon',
  'libvirt-daemon-common',
  ...['interface', 'lxc', 'nodedev', 'nwfilter', 'qemu', 'secret', 'storage'].map(
    (driver) => `libvirt-daemon-driver-${driver}`,
  ),
];

/** The driver of virtual networks: since 10.4, no daemon starts with it where there is neither nft nor iptables. */
const NETWORKS = ['libvirt-daemon-driver-network', 'nftables', 'dnsmasq-base'];

/**
 * Where a libvirt is from, and of which packages: with all that they need, or with the system's own.
 *
 * @type {Readonly<Record<Which, { suite: (release: string) => string, packages: readonly string[], withAll: boolean }>>}
 */
const RELEASES = {
  newer: { suite: (release) => `${release}-backports`, packages: PACKAGES, withAll: false },
  newest: { suite: () => 'sid', packages: [...PACKAGES, ...NETWORKS, 'qemu-system-x86', 'qemu-utils'], withAll: true },
};

/** What a daemon has no use for. */
const LEFT_OUT = ['doc', 'info', 'locale', 'man'].map((name) => join('usr/share', name));

/** @param {Which} which */
const nameOf = (which) => `${which}-libvirt`;

/**
 * The libvirt that `ensureOtherLibvirt` has left below a folder.
 *
 * @param {string} root
 * @param {Which} which
 * @returns {{ tree: string, version: string } | { reason: string }} where its packages are unpacked, or why it is not there
 */
export function otherLibvirt(root, which) {
  const found = kept(root, nameOf(which));
  return 'reason' in found ? found : { tree: join(found.folder, 'tree'), version: found.version };
}

/**
 * Unpacks another libvirt below `.cache`, unless it is there: nothing of it is installed.
 *
 * @param {string} root
 * @param {Which} which
 */
export function ensureOtherLibvirt(root, which) {
  const { suite, packages, withAll } = RELEASES[which];
  return ensureKept(root, nameOf(which), packages.join(' '), async (folder) => {
    const { uri, release } = await ownSource();
    const apt = new PrivateApt(join(folder, 'apt'), uri, suite(release));
    await apt.update();
    await (withAll ? apt.downloadWithAll(packages) : apt.download(packages));
    const tree = join(folder, 'tree');
    const files = await apt.unpack(tree);
    apt.remove();
    for (const path of LEFT_OUT) rmSync(join(tree, path), { recursive: true, force: true });
    const version = /^libvirt0_([\d.]+)/m.exec(files.join('\n'))?.[1];
    if (version === undefined) throw new Error(`apt-get has left no libvirt0 of ${suite(release)}`);
    return version;
  });
}
