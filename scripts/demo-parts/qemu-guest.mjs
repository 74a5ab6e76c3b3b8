// @ts-check
import { accessSync, constants, statSync } from 'node:fs';

export { bootSector } from './boot-sector.mjs';
export { SerialLine } from './serial-line.mjs';

/**
 * What a PC guest can run on here: `kvm` where the daemon's user may open `/dev/kvm`, else `qemu`, which emulates it.
 *
 * @param {{ asNobody?: boolean }} [options] `asNobody`: the daemon runs as a user that has no rights of its own
 * @returns {'kvm' | 'qemu'}
 */
export function guestType({ asNobody = false } = {}) {
  const everybody = 0o006;
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    const allowed = !asNobody || (statSync('/dev/kvm').mode & everybody) === everybody;
    return process.arch === 'x64' && allowed ? 'kvm' : 'qemu';
  } catch {
    return 'qemu';
  }
}

/**
 * @typedef {object} GuestOptions
 * @property {string} name
 * @property {'kvm' | 'qemu'} [type] default `qemu`, which works everywhere
 * @property {string} [fdgroup] the guest's disk is a raw image, in a descriptor of this group: what `fdAssociate` names
 * @property {boolean} [readOnly] the guest may not write to its disk. The group's descriptor must be open for just what
 *   the guest may do: for reading and writing, or for reading alone
 * @property {string} [serialPath] the UNIX socket that the first serial port is connected to: a `SerialLine`'s
 * @property {string} [devices] more devices, in XML
 */

/** @param {string} text */
function quoted(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');
}

/**
 * The disk's path is in the definition alone: qemu opens the descriptor, and nobody opens the path.
 *
 * @param {string} fdgroup
 * @param {boolean} readOnly
 */
function disk(fdgroup, readOnly) {
  const source = `<source file='/nonexistent' fdgroup='${quoted(fdgroup)}'/>`;
  const parts = [`<driver name='qemu' type='raw'/>`, source, `<target dev='vda' bus='virtio'/>`];
  return `<disk type='file' device='disk'>${[...parts, ...(readOnly ? ['<readonly/>'] : [])].join('')}</disk>`;
}

/** @param {string} path */
function serial(path) {
  return `<serial type='unix'><source mode='connect' path='${quoted(path)}'/></serial>`;
}

/**
 * The smallest PC that boots from a disk, in libvirt's XML: it has no USB, no network, no graphics and no ACPI.
 *
 * @param {GuestOptions} options
 */
export function guestXml({ name, type = 'qemu', fdgroup, readOnly = false, serialPath, devices = '' }) {
  const all = [
    ...(fdgroup === undefined ? [] : [disk(fdgroup, readOnly)]),
    ...(serialPath === undefined ? [] : [serial(serialPath)]),
    `<controller type='usb' model='none'/>`,
    `<memballoon model='none'/>`,
    ...(devices === '' ? [] : [devices]),
  ];
  return `<domain type='${type}'>
  <name>${quoted(name)}</name>
  <memory unit='MiB'>16</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='hd'/></os>
  <devices>
    ${all.join('\n    ')}
  </devices>
</domain>`;
}
