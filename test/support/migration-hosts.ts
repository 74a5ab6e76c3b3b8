import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { type Connection, connect, type Domain } from '../../src/index.js';
import { useFolder } from './integration-daemon.js';
import { writeDirtyingImage } from './migration-image.js';

/** Two daemons that take each other for another host, and what their guests share. */
export class Hosts {
  readonly folder: string;
  #daemons: readonly PrivateDaemon[] = [];
  #sockets = 0;
  #guests = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  async start(): Promise<void> {
    writeDirtyingImage(this.#image);
    const start = (): Promise<PrivateDaemon> =>
      startDaemon({ config: { libvirtd: `host_uuid = "${randomUUID()}"\n` } });
    this.#daemons = await Promise.all([start(), start()]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#daemons.map((daemon) => daemon.stop()));
  }

  get #image(): string {
    return join(this.folder, 'dirties');
  }

  #daemon(which: 'source' | 'destination'): PrivateDaemon {
    const daemon = this.#daemons[which === 'source' ? 0 : 1];
    if (daemon === undefined) throw new Error('the daemons run only during tests');
    return daemon;
  }

  /** A URI that works in this process, and in either daemon. */
  uri(which: 'source' | 'destination'): string {
    return this.#daemon(which).uri('qemu');
  }

  /** Connections to both, for as long as the test runs; their guests go with it. */
  async open(): Promise<{ source: Connection; destination: Connection }> {
    const [source, destination] = await Promise.all([this.#open('source'), this.#open('destination')]);
    return { source, destination };
  }

  async #open(which: 'source' | 'destination'): Promise<Connection> {
    const connection = await connect(this.uri(which), { timeout: 10_000 });
    onTestFinished(() => empty(connection).finally(() => connection.close()));
    return connection;
  }

  /** The socket of a daemon. */
  socket(which: 'source' | 'destination'): string {
    return this.#daemon(which).socket;
  }

  /** One more connection to the destination's daemon, or to another of its drivers. */
  async openOther(driver: string): Promise<Connection> {
    const connection = await connect(this.#daemon('destination').uri(driver), { timeout: 10_000 });
    onTestFinished(() => connection.close());
    return connection;
  }

  /** Where a guest can be sent to: a socket that nobody has used yet. */
  migrateUri(): string {
    this.#sockets++;
    return `unix://${join(this.folder, `migrate-${this.#sockets}`)}`;
  }

  /** A guest without a disk, which nobody has defined yet. */
  xml(name: string = this.#name()): string {
    return guestXml({ name });
  }

  /** A guest that never stops writing its memory. */
  busyXml(): string {
    const disk = `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${this.#image}'/><target dev='vda' bus='virtio'/><readonly/></disk>`;
    return guestXml({ name: this.#name(), devices: disk });
  }

  #name(): string {
    this.#guests++;
    return `migrant-${process.pid}-${this.#guests}`;
  }
}

/** Two hosts that the tests of a file share. */
export function useHosts(): Hosts {
  const hosts = new Hosts(useFolder());
  beforeAll(() => hosts.start());
  afterAll(() => hosts.stop());
  return hosts;
}

/** Removes all that a host has. */
export async function empty(connection: Connection): Promise<void> {
  for (const domain of await connection.listAllDomains()) {
    const kept = await domain.isPersistent();
    if (await domain.isActive()) await domain.destroy();
    if (kept) await domain.undefine();
  }
}

/** What a host has, by name: the state, and whether it is kept. */
export async function inventory(connection: Connection): Promise<Record<string, { state: number; kept: boolean }>> {
  const found: Record<string, { state: number; kept: boolean }> = {};
  for (const domain of await connection.listAllDomains()) {
    found[domain.name] = { state: (await domain.getState()).state, kept: await domain.isPersistent() };
  }
  return found;
}

/** Whether no domain of a host has a job. */
export async function idle(domain: Domain): Promise<boolean> {
  return (await domain.getJobInfo()).type === 0;
}
