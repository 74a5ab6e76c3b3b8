import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { guestXml, SerialLine } from '../../scripts/demo-parts/qemu-guest.mjs';
import { linuxGuest } from '../../scripts/setup/index.mjs';
import { type Connection, type Domain, DomainCreateFlags } from '../../src/index.js';
import type { QemuDaemon } from './qemu-daemon.js';

/** Milliseconds that the guest may take to start, which it does in four seconds where nothing else runs. */
const PATIENCE = 50_000;

/** MiB that the guest has, and may be given. */
export const MEMORY = 128;
const MAX_MEMORY = 192;

/** The disk that the guest has mounted, and where. */
export const DISK = { target: 'vda', size: 16 * 1024 * 1024, mountpoint: '/mnt', fsType: 'ext4' };

/** The network interface of the guest. */
export const INTERFACE = { name: 'eth0', mac: '52:54:00:00:00:01', address: '192.0.2.2', prefix: 24 };

export const HOSTNAME = 'linux-guest';

interface ExecStatus {
  readonly exited: boolean;
  readonly 'out-data'?: string;
}

const AGENT = 'org.qemu.guest_agent.0';

/** What a guest has that others of its kind have not. */
export interface LinuxGuestOptions {
  readonly uuid?: string;
  /** More devices, in XML. */
  readonly devices?: string;
}

/** What a guest starts from. */
interface Boot {
  readonly kernel: string;
  readonly initrd: string;
}

function definition(
  { kernel, initrd }: Boot,
  guest: { name: string; type: 'kvm' | 'qemu' },
  disk: string,
  serialPath: string,
  { uuid, devices: more = '' }: LinuxGuestOptions,
) {
  const devices = [
    `<disk type='file' device='disk'><driver name='qemu' type='raw' discard='unmap'/><source file='${disk}'/>`,
    `<target dev='${DISK.target}' bus='virtio'/></disk>`,
    `<interface type='user'><mac address='${INTERFACE.mac}'/><model type='virtio'/></interface>`,
    `<panic model='isa'/>`,
    `<channel type='unix'><target type='virtio' name='${AGENT}'/></channel>`,
    more,
  ];
  return guestXml({ ...guest, serialPath, devices: devices.join('') })
    .replace('</name>', uuid === undefined ? '$&' : `$&<uuid>${uuid}</uuid>`)
    .replace(
      /<memory .*<\/memory>/,
      `<memory unit='MiB'>${MAX_MEMORY}</memory><currentMemory unit='MiB'>${MEMORY}</currentMemory>`,
    )
    .replace('<vcpu>1</vcpu>', `<vcpu current='1'>2</vcpu>`)
    .replace(`<memballoon model='none'/>`, `<memballoon model='virtio'/>`)
    .replace(
      /<os>.*<\/os>/,
      `<os><type arch='x86_64' machine='pc'>hvm</type><kernel>${kernel}</kernel><initrd>${initrd}</initrd>` +
        `<cmdline>console=ttyS0 quiet</cmdline></os><features><acpi/></features>` +
        `<pm><suspend-to-mem enabled='yes'/></pm>` +
        `<on_crash>preserve</on_crash>`,
    );
}

/** A guest that runs Linux, with QEMU's own agent: the tests of a file share it. */
export class LinuxGuest {
  readonly connection: Connection;
  readonly domain: Domain;
  readonly serial: SerialLine;
  /** The file that its disk is. */
  readonly disk: string;

  private constructor(connection: Connection, domain: Domain, serial: SerialLine, disk: string) {
    this.connection = connection;
    this.domain = domain;
    this.serial = serial;
    this.disk = disk;
  }

  /** Returns when the guest is up and its agent is known to the daemon. */
  static async start(qemu: QemuDaemon, boot: Boot, options: LinuxGuestOptions): Promise<LinuxGuest> {
    const identity = qemu.guest();
    const disk = join(qemu.state, `${identity.name}.img`);
    writeFileSync(disk, '');
    truncateSync(disk, DISK.size);
    const serial = await SerialLine.listen(join(qemu.state, `${identity.name}.tty`));
    const connection = await qemu.connect();
    const domain = await connection.domainDefineXML(definition(boot, identity, disk, serial.path, options));
    const guest = new LinuxGuest(connection, domain, serial, disk);
    await guest.again();
    return guest;
  }

  /** Starts it when it is off, and returns when it is up. */
  async again(): Promise<void> {
    this.serial.text = '';
    await this.domain.createWithFlags(DomainCreateFlags.START_AUTODESTROY);
    await this.agentComes();
  }

  /** Returns when the guest is up and the daemon knows its agent. Once `serial.text` is emptied: the next time. */
  async agentComes(): Promise<void> {
    await this.serial.until('the guest is up', AbortSignal.timeout(PATIENCE));
    await vi.waitFor(() => this.domain.agent('guest-ping'), { timeout: PATIENCE });
  }

  /** Has the guest's shell run a command, which nobody waits for. */
  run(command: string): void {
    this.serial.type(`${command}\n`);
  }

  /** What a command in the guest writes, by its agent. */
  async output(command: string): Promise<string> {
    const script = { path: '/bin/sh', arg: ['-c', command], 'capture-output': true };
    const { pid } = await this.domain.agent<{ pid: number }>({ execute: 'guest-exec', arguments: script });
    for (;;) {
      const status = await this.domain.agent<ExecStatus>({ execute: 'guest-exec-status', arguments: { pid } });
      if (status.exited) return Buffer.from(status['out-data'] ?? '', 'base64').toString();
      await delay(50);
    }
  }

  async end(): Promise<void> {
    await this.connection.close();
    await this.serial.close();
  }
}

/**
 * A guest that the tests of a file share. Where it could not be made, they are skipped, which CI fails for.
 *
 * @param options or what makes them, once the tests run
 */
export function useLinuxGuest(
  qemu: QemuDaemon,
  options: LinuxGuestOptions | (() => Promise<LinuxGuestOptions>) = {},
): () => LinuxGuest {
  const found = linuxGuest();
  let guest: LinuxGuest | undefined;
  beforeAll(async () => {
    if ('reason' in found) return;
    guest = await LinuxGuest.start(qemu, found, typeof options === 'function' ? await options() : options);
  });
  beforeEach((context) => {
    if ('reason' in found) context.skip(`there is no guest that runs Linux: ${found.reason}`);
  });
  afterAll(() => guest?.end());
  return () => {
    if (guest === undefined) throw new Error('the guest runs only during tests');
    return guest;
  };
}
