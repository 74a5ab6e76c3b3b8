// Bound when this is loaded, so that a test which replaces the timers does not stop the bytes.
import { clearInterval, setImmediate, setInterval } from 'node:timers';
import { UnsupportedError } from '../../errors.js';
import type { Transport, TransportEvents } from '../transport.js';

/** What is done with descriptors here. */
export interface Descriptors {
  duplicate(fd: number): number;
  close(fd: number): void;
}

type Item = { readonly bytes: Buffer } | { readonly fd: number };

/** As much as one end takes before the other is told to wait: about what a UNIX socket does. */
const CAPACITY = 256 * 1024;

/** Milliseconds; any will do. */
const LONG = 2 ** 31 - 1;

/** One of the two ends of a connection within this process. What one writes, the other is told of in a later turn. */
export class MemoryEnd implements Transport {
  readonly kind = 'memory';
  readonly supportsFds: boolean;
  readonly whyNoFds: string;
  readonly secure = true;
  readonly encrypted = false;
  readonly #descriptors: Descriptors | null;
  #peer!: MemoryEnd;
  #events: TransportEvents | undefined;
  /** What came and has not been told. */
  #incoming: Item[] = [];
  #size = 0;
  #scheduled = false;
  #paused = false;
  /** The peer sends no more. */
  #peerEnded = false;
  #ended = false;
  #drainOwed = false;
  /** What keeps the process alive, as a socket would. */
  readonly #handle: NodeJS.Timeout = setInterval(() => {}, LONG);

  /** @param descriptors or why there can be none */
  constructor(descriptors: Descriptors | string) {
    this.#descriptors = typeof descriptors === 'string' ? null : descriptors;
    this.supportsFds = this.#descriptors !== null;
    this.whyNoFds = typeof descriptors === 'string' ? descriptors : '';
  }

  /** Called once, before anything else. */
  join(peer: MemoryEnd): void {
    this.#peer = peer;
  }

  start(events: TransportEvents): void {
    this.#events = events;
    this.#schedule();
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): boolean {
    const peer = this.#peer;
    if (this.#ended || peer.#ended) {
      this.release(fds);
      return true;
    }
    // The writer may use its memory again.
    peer.#receive({ bytes: Buffer.from(bytes) }, bytes.length);
    for (const fd of fds) peer.#receive({ fd }, 1);
    this.#drainOwed = peer.#size >= CAPACITY;
    return !this.#drainOwed;
  }

  duplicate(fd: number): number {
    if (this.#descriptors === null) throw new UnsupportedError(`descriptors cannot be sent: ${this.whyNoFds}`);
    return this.#descriptors.duplicate(fd);
  }

  release(fds: readonly number[]): void {
    for (const fd of fds) this.#descriptors?.close(fd);
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  ref(keep: boolean): void {
    if (keep) this.#handle.ref();
    else this.#handle.unref();
  }

  close(): void {
    if (this.#ended) return;
    this.#peer.#peerEnded = true;
    this.#peer.#schedule();
    this.#end();
  }

  get #reading(): boolean {
    return this.#events !== undefined && !this.#paused && !this.#ended;
  }

  #receive(item: Item, size: number): void {
    this.#incoming.push(item);
    this.#size += size;
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || !this.#reading) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    while (this.#reading) {
      const item = this.#incoming.shift();
      if (item === undefined) break;
      if ('bytes' in item) {
        this.#size -= item.bytes.length;
        this.#events?.data(item.bytes);
      } else {
        this.#size--;
        this.#events?.descriptors([item.fd], 0);
      }
    }
    if (this.#size < CAPACITY) this.#peer.#drained();
    if (this.#peerEnded && this.#incoming.length === 0 && this.#reading) this.#end();
  }

  #drained(): void {
    if (!this.#drainOwed || this.#ended) return;
    this.#drainOwed = false;
    this.#events?.drain();
  }

  #end(): void {
    this.#ended = true;
    clearInterval(this.#handle);
    for (const item of this.#incoming) if ('fd' in item) this.release([item.fd]);
    this.#incoming = [];
    this.#size = 0;
    setImmediate(() => this.#events?.close(null));
  }
}
