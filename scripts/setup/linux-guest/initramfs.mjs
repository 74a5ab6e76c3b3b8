// @ts-check
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { must } from '../run.mjs';
import { Cpio } from './cpio.mjs';

const INIT = fileURLToPath(new URL('init.sh', import.meta.url));

/** What has the devices of a guest work; what these need is found. */
const MODULES = [
  ...['pci', 'console', 'blk', 'net', 'balloon'].map((device) => `virtio_${device}`),
  'button',
  'evdev',
  'pvpanic-mmio',
];

const FOLDERS = 'bin sbin dev etc etc/acpi etc/acpi/PWRF lib lib64 mnt modules proc root run sys tmp var var/run'.split(
  ' ',
);

/** What the agent runs, where that is not there as it is, and the power button. @type {Readonly<Record<string, string>>} */
const TEXTS = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\n',
  'etc/shadow': 'root:*:19000:0:99999:7:::\n',
  'etc/group': 'root:x:0:\n',
  'etc/acpi/PWRF/00000080': '#!/bin/sh\npoweroff -f\n',
  'sbin/hwclock': '#!/bin/sh\nexec busybox hwclock "$@"\n',
  // Which password is whose: nobody logs in.
  'sbin/chpasswd': '#!/bin/sh\ncat >/run/chpasswd\n',
  'sbin/shutdown': '#!/bin/sh\ncase "$*" in *-r*) reboot -f ;; *-H*) halt -f ;; *) poweroff -f ;; esac\n',
};

/**
 * The first file system of a guest: a shell, QEMU's agent, and the kernel's modules.
 *
 * @param {string} tree where the packages are unpacked
 * @returns {Promise<Buffer>}
 */
export async function initramfs(tree) {
  const archive = new Cpio();
  for (const name of FOLDERS) archive.folder(name);
  archive.file('init', readFileSync(INIT));
  archive.file('bin/busybox', readFileSync(firstOf(join(tree, 'bin/busybox'), join(tree, 'usr/bin/busybox'))));
  for (const [name, text] of Object.entries(TEXTS)) archive.file(name, Buffer.from(text));
  const agent = join(tree, 'usr/sbin/qemu-ga');
  archive.file('bin/qemu-ga', readFileSync(agent));
  for (const [name, path] of await librariesOf(tree, agent)) archive.file(name, readFileSync(path));
  const order = modules(join(tree, 'lib/modules'));
  for (const path of order) archive.file(`modules/${basename(path)}`, readFileSync(path));
  archive.file('modules/order', Buffer.from(order.map((path) => `${basename(path)}\n`).join('')));
  return gzipSync(archive.end(), { level: 1 });
}

/** @param {readonly string[]} paths */
function firstOf(...paths) {
  const found = paths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`none of these is there: ${paths.join(', ')}`);
  return found;
}

/**
 * What a program is linked with, by the name that it has in the guest. The loader of those packages tells.
 *
 * @param {string} tree
 * @param {string} program
 * @returns {Promise<[name: string, path: string][]>}
 */
async function librariesOf(tree, program) {
  const folders = ['lib', 'usr/lib'].map((name) => join(tree, name, 'x86_64-linux-gnu'));
  const loader = firstOf(...folders.map((folder) => join(folder, 'ld-linux-x86-64.so.2')));
  const output = await must('asking for libraries', loader, ['--library-path', folders.join(':'), '--list', program]);
  const paths = [...output.matchAll(/=> (\/\S+)/g)].map(([, path = '']) => path);
  const strangers = paths.filter((path) => !path.startsWith(tree) && path !== '/lib64/ld-linux-x86-64.so.2');
  if (strangers.length > 0) throw new Error(`the packages lack ${strangers.join(', ')}`);
  const libraries = paths.filter((path) => path.startsWith(tree));
  return [
    ['lib64/ld-linux-x86-64.so.2', loader],
    ...libraries.map((path) => /** @type {[string, string]} */ ([`lib/${basename(path)}`, path])),
  ];
}

/**
 * Modules with all that they need, in the order in which they can be loaded. One that the kernel has built in has no file.
 *
 * @param {string} folder
 */
function modules(folder) {
  const files = new Map(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ko'))
      .map((path) => [basename(path, '.ko').replaceAll('-', '_'), join(folder, path)]),
  );
  /** @type {Set<string>} */
  const order = new Set();
  /** @param {string} name */
  const add = (name) => {
    const path = files.get(name.replaceAll('-', '_'));
    if (path === undefined || order.has(path)) return;
    const needs = /\0depends=([^\0]+)\0/.exec(readFileSync(path, 'latin1'))?.[1] ?? '';
    for (const other of needs.split(',')) add(other);
    order.add(path);
  };
  for (const name of MODULES) add(name);
  return [...order];
}
