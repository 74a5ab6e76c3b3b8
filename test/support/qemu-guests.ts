import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { guestXml, SerialLine } from '../../scripts/demo-parts/qemu-guest.mjs';
import { type Connection, type Domain, DomainCreateFlags } from '../../src/index.js';
import type { QemuDaemon } from './qemu-daemon.js';

/** Milliseconds that a guest may take to say what it has to say. */
const PATIENCE = 30_000;

const PAUSED = DomainCreateFlags.START_PAUSED | DomainCreateFlags.START_AUTODESTROY;

/** The group that the disk of a guest is in. */
export const DISK = 'disk';

/** A guest whose disk is the group `DISK`, defined for as long as the test runs. */
export async function defineGuest(
  qemu: QemuDaemon,
  connection: Connection,
  options: { readOnly?: boolean; serialPath?: string } = {},
): Promise<Domain> {
  const domain = await connection.domainDefineXML(guestXml({ ...qemu.guest(), fdgroup: DISK, ...options }));
  onTestFinished(async () => {
    if (await domain.isActive()) await domain.destroy();
    await domain.undefine();
  });
  return domain;
}

/** Starts a defined guest that does not run yet. */
export async function startPaused(domain: Domain): Promise<void> {
  await domain.createWithFlags(PAUSED);
}

/** A guest without a disk, which does not run yet, for as long as its connection is open. */
export function pausedGuest(qemu: QemuDaemon, connection: Connection, devices = ''): Promise<Domain> {
  return connection.domainCreateXML(guestXml({ ...qemu.guest(), devices }), PAUSED);
}

/**
 * Boots a guest from a descriptor, by every step that a user takes.
 *
 * @param text that the disk's program writes to the serial port
 * @returns all that the guest has written there by then
 */
export async function boot(
  qemu: QemuDaemon,
  connection: Connection,
  { disk, text, readOnly = false }: { disk: number; text: string; readOnly?: boolean },
): Promise<string> {
  const serial = await SerialLine.listen(join(qemu.state, 'serial'));
  onTestFinished(() => serial.close());
  const domain = await defineGuest(qemu, connection, { readOnly, serialPath: serial.path });
  await domain.fdAssociate(DISK, [disk]);
  await domain.createWithFlags(DomainCreateFlags.START_AUTODESTROY);
  return serial.until(text, AbortSignal.timeout(PATIENCE));
}
