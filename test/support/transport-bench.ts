import {
  closeSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { dialUnix, type FdTransport } from '../../src/transport/choose.js';
import { connectPaused } from '../../src/transport/net/connect.js';
import { StreamTransport } from '../../src/transport/stream/stream-transport.js';
import type { Transport, TransportEvents } from '../../src/transport/transport.js';
import { Peer } from './transport-peer.js';

/** A descriptor that came: after how many bytes, the byte that carried it, and which file it is. */
export interface Arrival {
  readonly at: number;
  readonly byte: number;
  readonly files: readonly string[];
  readonly closeOnExec: boolean;
}

/** Keeps what a transport tells of, in its order. */
export class Recorder implements TransportEvents {
  readonly chunks: Buffer[] = [];
  readonly arrivals: Arrival[] = [];
  readonly closes: (Error | null)[] = [];
  /** Bytes that came, those that carried descriptors included. */
  total = 0;
  drains = 0;
  /** What else is to be done while it is told of something. */
  on: Partial<TransportEvents> = {};
  readonly #transport: Transport;

  /** @param transport gets back the descriptors that came */
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }

  data(bytes: Buffer): void {
    this.chunks.push(Buffer.from(bytes));
    this.total += bytes.length;
    this.on.data?.(bytes);
  }

  descriptors(fds: readonly number[], byte: number): void {
    const closeOnExec = fds.every(isCloseOnExec);
    this.arrivals.push({ at: this.total, byte, files: fds.map((fd) => identity(fstatSync(fd))), closeOnExec });
    this.total++;
    this.#transport.release(fds);
    this.on.descriptors?.(fds, byte);
  }

  drain(): void {
    this.drains++;
    this.on.drain?.();
  }

  close(error: Error | null): void {
    this.closes.push(error);
  }

  received(total: number): Promise<void> {
    return until(() => this.total >= total, `${total} bytes`);
  }

  drained(): Promise<void> {
    return until(() => this.drains > 0, 'drain');
  }

  async closed(): Promise<Error | null | undefined> {
    await until(() => this.closes.length > 0, 'close');
    return this.closes[0];
  }
}

/** A connection: both its ends. */
export interface Pair {
  readonly transport: Transport;
  readonly events: Recorder;
  /** The peer's number for its end. */
  readonly other: number;
}

/** What a test of a transport needs. */
export class Bench {
  readonly fdTransport: FdTransport | 'stream';
  readonly peer: Peer = new Peer();
  readonly directory: string;
  #sockets = 0;

  private constructor(fdTransport: FdTransport | 'stream', directory: string) {
    this.fdTransport = fdTransport;
    this.directory = directory;
  }

  static async open(fdTransport: FdTransport | 'stream'): Promise<Bench> {
    const bench = new Bench(fdTransport, await mkdtemp(join(tmpdir(), 'transport-')));
    // What is loaded once, and stays, is loaded now.
    const { transport, events } = await bench.connect();
    transport.close();
    await events.closed();
    return bench;
  }

  async close(): Promise<void> {
    await this.peer.stop();
    await rm(this.directory, { recursive: true });
  }

  /** Runs a test, and sees to it that it leaves this process's table of descriptors as it was. */
  async run(test: (bench: Bench) => Promise<void>): Promise<void> {
    const before = openDescriptors();
    await test(this);
    await unchanged(before);
  }

  /** A path that nothing is at. */
  path(): string {
    return join(this.directory, `socket-${++this.#sockets}`);
  }

  dial(path: string, signal?: AbortSignal): Promise<Transport> {
    const { fdTransport } = this;
    return fdTransport === 'stream' ? dialStream(path, signal) : dialUnix(path, { fdTransport, signal });
  }

  async connect(): Promise<Pair> {
    const path = this.path();
    const listener = await this.peer.listen(path);
    const transport = await this.dial(path);
    const other = await this.peer.accept(listener);
    await this.peer.unlisten(listener);
    const events = new Recorder(transport);
    transport.start(events);
    return { transport, events, other };
  }

  /** So many different files: their paths, and which they are. */
  files(count: number): { paths: string[]; identities: string[] } {
    const paths = Array.from({ length: count }, (_, i) => join(this.directory, `file-${i}`));
    for (const path of paths) writeFileSync(path, '');
    return { paths, identities: paths.map((path) => identity(statSync(path))) };
  }
}

/** A transport by a stream of Node's, as a caller gives one. */
async function dialStream(path: string, signal: AbortSignal | undefined): Promise<Transport> {
  const socket = await connectPaused({ path }, signal);
  return new StreamTransport({
    kind: 'stream',
    secure: true,
    encrypted: false,
    readable: socket,
    writable: socket,
    ref: (keep) => (keep ? socket.ref() : socket.unref()),
    close: () => socket.destroy(),
  });
}

/** A duplicate of the file, as the session makes it: the caller's own descriptor is closed before it is sent. */
export function duplicateOf(transport: Transport, path: string): number {
  const fd = openSync(path, 'r');
  try {
    return transport.duplicate(fd);
  } finally {
    closeSync(fd);
  }
}

export function identity({ dev, ino }: { dev: number; ino: number }): string {
  return `${dev}:${ino}`;
}

/** The open descriptors of this process, and what each is. */
export function openDescriptors(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [`${fd} ${readlinkSync(`/proc/self/fd/${fd}`)}`];
    } catch {
      return [];
    }
  });
}

/** Waits until this process's table of descriptors is again what it was. */
export async function unchanged(before: readonly string[]): Promise<void> {
  const wanted = before.join('\n');
  await until(
    () => openDescriptors().join('\n') === wanted,
    () => `the descriptors\n${wanted}\nand not\n${openDescriptors().join('\n')}`,
  );
}

/** Waits until the condition holds, and does not wait for ever. */
export async function until(condition: () => boolean, what: string | (() => string)): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${typeof what === 'string' ? what : what()}`);
    await delay(1);
  }
}

export function isCloseOnExec(fd: number): boolean {
  const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
  return (Number.parseInt(flags ?? '', 8) & 0o2000000) !== 0;
}
