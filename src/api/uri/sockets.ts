import { join } from 'node:path';
import { type Host, socketDirectory } from './host.js';

/** How to choose between the socket of a driver's own daemon and that of libvirtd. */
export const MODES = ['auto', 'legacy', 'direct'] as const;

export type Mode = (typeof MODES)[number];

/** What a socket is wanted for. */
export interface Wanted {
  readonly session: boolean;
  readonly readOnly: boolean;
  readonly host: Host;
}

/** The drivers that a modular daemon may be there for, in the order in which libvirtd and virtproxyd look for one. */
const SYSTEM_DRIVERS = ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz'];
const SESSION_DRIVERS = ['qemu', 'vbox'];

/**
 * The sockets of the daemons that may have the driver, as the C client chooses between them. Without a driver, that one asks
 * libvirtd or virtproxyd, which listen on the same socket; where neither is there, a modular daemon can still say what it has.
 */
export function socketPaths(driver: string | null, mode: Mode, { session, readOnly, host }: Wanted): readonly string[] {
  const directory = socketDirectory(session, host);
  const suffix = readOnly && !session ? 'sock-ro' : 'sock';
  const direct = (name: string): string => join(directory, `virt${name}d-${suffix}`);
  const legacy = join(directory, `libvirt-${suffix}`);
  if (mode === 'legacy') return [legacy];
  if (driver !== null) return mode === 'direct' ? [direct(driver)] : [direct(driver), legacy];
  const there = (session ? SESSION_DRIVERS : SYSTEM_DRIVERS).map(direct).find((path) => host.exists(path));
  return there === undefined ? [legacy] : [legacy, there];
}

/** The programs of the daemons that listen there, the best first. */
export function daemonPrograms(driver: string | null, mode: Mode): readonly string[] {
  const direct = driver === null ? 'virtproxyd' : `virt${driver}d`;
  if (mode === 'direct') return [direct];
  return mode === 'legacy' ? ['libvirtd'] : [direct, 'libvirtd'];
}
