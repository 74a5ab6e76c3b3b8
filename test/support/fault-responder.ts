import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestDaemon } from '../../src/testing/index.js';

/** A domain that is always there. */
export const BASE = 'base';

/** Sizes of volumes: none, less than a packet, some packets. */
export const SIZES = [0, 1, 5000, 300_000] as const;

/** The error that ends the stream of the volume `broken`. */
export const BROKEN = 'VIR_ERR_NO_STORAGE_VOL';

const NOISE = Buffer.alloc(1024 * 1024);
for (let at = 0; at < NOISE.length; at += 4) NOISE.writeUInt32BE(Math.imul(at + 1, 0x9e37_79b1) >>> 0, at);

/** Bytes that are the same for the same length. */
export function noise(length: number): Buffer {
  return NOISE.subarray(0, length);
}

export function digest(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('hex');
}

/** A text of so many characters. */
export function text(length: number, id: string): string {
  return id.padEnd(length, `${id} and `);
}

const xmlOf = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;

/** A daemon in this process whose answers are known, and which remembers what has reached it. */
export class FaultResponder {
  readonly daemon: TestDaemon;
  /** What it hands out descriptors of. */
  readonly file: number;
  readonly fileInode: bigint;
  /** Digests of what was uploaded, by the number that it begins with. */
  readonly uploads = new Map<number, string>();
  /** The inodes of what came with a domain, by its name. */
  readonly files = new Map<string, readonly bigint[]>();
  readonly #folder: string;

  static async start(): Promise<FaultResponder> {
    return new FaultResponder(await TestDaemon.start({ transport: 'unix' }));
  }

  private constructor(daemon: TestDaemon) {
    this.daemon = daemon;
    this.#folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-fault-'));
    this.file = openSync(join(this.#folder, 'file'), 'w+');
    this.fileInode = fstatSync(this.file, { bigint: true }).ino;
    daemon.define(xmlOf(BASE));
    this.#scriptTexts();
    this.#scriptStreams();
    this.#scriptDescriptors();
  }

  get socket(): string {
    return this.daemon.socket as string;
  }

  async close(): Promise<void> {
    await this.daemon.close();
    closeSync(this.file);
    rmSync(this.#folder, { recursive: true });
  }

  /** `machine`: the length of the text; `virttype`: milliseconds that it takes; `emulatorbin`: whose it is. */
  #scriptTexts(): void {
    this.daemon.on('CONNECT_GET_DOMAIN_CAPABILITIES').reply(async ({ machine, virttype, emulatorbin, arch }, call) => {
      if (virttype !== null) await delay(Math.min(Number(virttype) || 0, 1000));
      if (arch === 'error') call.fail({ code: 'VIR_ERR_OPERATION_FAILED', message: `${emulatorbin}` });
      return { capabilities: text(Math.min(Number(machine) || 0, 1_000_000), emulatorbin ?? '') };
    });
  }

  #scriptStreams(): void {
    const { daemon } = this;
    daemon.on('STORAGE_VOL_LOOKUP_BY_KEY').reply(({ key }) => ({ vol: { pool: 'pool', name: key, key } }));
    for (const size of SIZES) {
      daemon
        .on('STORAGE_VOL_DOWNLOAD', ({ vol }) => vol.name === `size-${size}`)
        .reply(undefined)
        .stream({ send: noise(size) });
    }
    daemon
      .on('STORAGE_VOL_DOWNLOAD', ({ vol }) => vol.name === 'broken')
      .reply(undefined)
      .stream({ send: noise(5000), error: BROKEN });
    daemon
      .on('STORAGE_VOL_UPLOAD')
      .reply(undefined)
      .stream({
        receive: (data) => {
          if (data.length >= 4) this.uploads.set(data.readUInt32BE(), digest(data));
        },
      });
  }

  #scriptDescriptors(): void {
    const dom = { uuid: Buffer.alloc(16, 7), id: 7 };
    this.daemon.on('DOMAIN_CREATE_XML_WITH_FILES').reply(({ xml_desc: name }, call) => {
      this.files.set(
        name,
        call.fds.map((fd) => fstatSync(fd, { bigint: true }).ino),
      );
      return { dom: { ...dom, name } };
    });
    this.daemon
      .on('DOMAIN_OPEN_GRAPHICS_FD')
      .reply(undefined)
      .withFds(() => [this.file]);
  }
}

export { xmlOf };
