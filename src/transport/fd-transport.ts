import { isShortage } from './system-error.js';
import type { Transport, TransportEvents } from './transport.js';
import { WriteQueue } from './write-queue.js';

/** Milliseconds until sending is tried again where the system is short of something that no event tells of. */
const SHORTAGE = 5;

/**
 * What the transports that carry descriptors have in common: the queue of what waits for a full socket, and the order
 * in which a connection ends. What comes is read to its end even when nothing can be sent any more.
 */
export abstract class FdTransport implements Transport {
  abstract readonly kind: string;
  readonly supportsFds = true;
  readonly whyNoFds = '';
  readonly #queue: WriteQueue = new WriteQueue({
    sendBytes: (bytes) => this.sendBytes(bytes),
    sendDescriptor: (fd) => this.sendDescriptor(fd),
    release: (fd) => this.closeDuplicate(fd),
  });
  #events: TransportEvents | undefined;
  #paused = false;
  #ended = false;
  /** Why nothing can be sent any more. */
  #broken: Error | null = null;
  #shortage: NodeJS.Timeout | undefined;

  start(events: TransportEvents): void {
    this.#events = events;
    this.refresh();
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): boolean {
    if (this.#ended || this.#broken !== null) {
      this.release(fds);
      return true;
    }
    const waits = !this.#queue.empty;
    this.#queue.push(bytes, fds);
    if (!waits) this.#flush();
    return this.#queue.empty;
  }

  abstract duplicate(fd: number): number;

  release(fds: readonly number[]): void {
    for (const fd of fds) this.closeDuplicate(fd);
  }

  pause(): void {
    this.#paused = true;
    this.refresh();
  }

  resume(): void {
    this.#paused = false;
    this.refresh();
  }

  abstract ref(keep: boolean): void;

  close(): void {
    this.end(null);
  }

  /** Whether what comes is to be read. */
  protected get reading(): boolean {
    return this.#events !== undefined && !this.#paused && !this.#ended;
  }

  protected get ended(): boolean {
    return this.#ended;
  }

  /** How many bytes left; 0: none can for now. @throws where none ever will */
  protected abstract sendBytes(bytes: Uint8Array): number;

  /** 1: the descriptor has left, with a byte; 0: it cannot for now. @throws where it never will */
  protected abstract sendDescriptor(fd: number): number;

  protected abstract closeDuplicate(fd: number): void;

  /** Asks the event loop to tell of these, and of nothing else. */
  protected abstract watch(readable: boolean, writable: boolean): void;

  /** Gives the socket up. Called once. */
  protected abstract destroy(): void;

  /** The socket takes more. */
  protected writable(): void {
    if (this.#ended || this.#queue.empty) return;
    this.#flush();
    if (this.#queue.empty && this.#broken === null) this.#events?.drain();
  }

  /** These bytes came, and if there are `fds`, the last of the bytes carried them. */
  protected deliver(bytes: Buffer, fds: readonly number[] | undefined): void {
    if (fds === undefined) {
      if (bytes.length > 0) this.#events?.data(bytes);
      return;
    }
    // The system ends a message at the byte that carries descriptors, and may put plain bytes before it.
    const last = bytes.length - 1;
    const byte = bytes[last] as number;
    if (last > 0) this.#events?.data(bytes.subarray(0, last));
    this.#events?.descriptors(fds, byte);
  }

  /** The last byte has been read. */
  protected finished(): void {
    this.end(this.#broken);
  }

  /** Ends the connection at once. */
  protected end(error: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#shortage);
    this.#queue.clear();
    this.destroy();
    setImmediate(() => this.#events?.close(error));
  }

  /** Asks the event loop for what is wanted now. */
  protected refresh(): void {
    if (this.#ended || this.#events === undefined) return;
    this.watch(!this.#paused, !this.#queue.empty && this.#shortage === undefined);
  }

  #flush(): void {
    try {
      this.#queue.flush();
    } catch (error) {
      if (isShortage(error)) this.#retryLater();
      else this.#break(error as Error);
    }
    this.refresh();
  }

  #retryLater(): void {
    this.#shortage ??= setTimeout(() => {
      this.#shortage = undefined;
      this.writable();
    }, SHORTAGE).unref();
  }

  /** What the peer sent before it went is still to be read, and so is the end. Where nobody reads, it is now. */
  #break(error: Error): void {
    this.#broken = error;
    this.#queue.clear();
    if (this.#paused) this.end(error);
  }
}
