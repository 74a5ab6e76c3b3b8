// @ts-check
import { open, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { startSessionDaemon } from '../daemon/index.mjs';
import { ensureDebianPackages, step } from '../setup/index.mjs';
import { bootSector, guestType, guestXml, SerialLine } from './qemu-guest.mjs';

/** @typedef {import('../../src/index.js')} Library */
/** @typedef {import('../daemon/index.mjs').PrivateDaemon} PrivateDaemon */

/** Milliseconds that each step may take; a guest without KVM boots slowly. */
const PATIENCE = 60_000;

const GREETING = 'the guest runs from the descriptor';

const TEST_DOMAIN = `<domain type='test'>
  <name>with-files</name>
  <memory unit='MiB'>8</memory>
  <os><type>hvm</type></os>
</domain>`;

/**
 * Shows what needs no right that this process lacks, on an unprivileged daemon: a call with its descriptors that a
 * daemon takes, and a descriptor that a guest boots from.
 *
 * @param {Library} library
 * @param {AbortSignal} interrupted
 */
export async function withoutContainers(library, interrupted) {
  console.log('\nWhat can be shown without containers:');
  await step('qemu', () => ensureDebianPackages(['qemu-system-x86']));
  const { daemon } = await step('daemon', async () => {
    const daemon = await startSessionDaemon({ signal: interrupted });
    return { what: `an unprivileged libvirtd, pid ${daemon.pid}`, daemon };
  });
  try {
    await callWithDescriptors(library, daemon, interrupted);
    await guestFromDescriptor(library, daemon, interrupted);
  } finally {
    await daemon.stop();
  }
}

/**
 * @param {Library} library
 * @param {PrivateDaemon} daemon
 * @param {AbortSignal} signal
 */
async function callWithDescriptors({ connect }, daemon, signal) {
  const connection = await connect(daemon.uri('test'), { signal, timeout: PATIENCE });
  const server = net.createServer();
  const log = await open('/dev/null', 'w');
  try {
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    await step('call', async () => {
      const domain = await connection.domainCreateXMLWithFiles(TEST_DOMAIN, [server, log], 0, { signal });
      return { what: `the test driver took ${domain.name} with 2 descriptors; it hands them to nobody` };
    });
  } finally {
    server.close();
    await log.close();
    await connection.close();
  }
}

/**
 * @param {Library} library
 * @param {PrivateDaemon} daemon
 * @param {AbortSignal} interrupted
 */
async function guestFromDescriptor({ connect }, daemon, interrupted) {
  const image = join(daemon.state, 'disk.img');
  await writeFile(image, bootSector(GREETING));
  const line = await SerialLine.listen(join(daemon.state, 'serial'));
  const connection = await connect(daemon.uri('qemu'), { signal: interrupted, timeout: PATIENCE });
  const file = await open(image, 'r+');
  try {
    await step('guest', async () => {
      const type = guestType({ asNobody: process.geteuid?.() === 0 });
      const name = 'from-descriptor';
      const xml = guestXml({ name, type, fdgroup: 'image', serialPath: line.path });
      const domain = await connection.domainDefineXML(xml, { signal: interrupted });
      await domain.fdAssociate('image', [file], 0, { signal: interrupted });
      await domain.create({ signal: interrupted });
      await line.until(GREETING, AbortSignal.any([interrupted, AbortSignal.timeout(PATIENCE)]));
      await domain.destroy();
      await domain.undefine();
      return { what: `booted from a disk image passed as a descriptor, and wrote "${GREETING}"` };
    });
  } finally {
    await file.close();
    await connection.close();
    await line.close();
  }
}
