import { isShortage } from './system-error.js';
import type { Transport, TransportEvents } from './transport.js';
import { WriteQueue } from './write-queue.js';

/** Milliseconds until sending is tried again where no event tells when it can go on; and as often as it was in vain. */
const MIN_WAIT = 1;
const MAX_WAIT = 50;

const WHY_NOT_APART =
  'after a login by SASL, a daemon loses those that come before it has read what is before them, and only koffi on Linux ' +
  "knows when it has: fdTransport: 'koffi'";

/**
 * What the transports that carry descriptors have in common: the queue of what waits for a full socket, and the order
 * in which a connection ends. What comes is read to its end even when nothing can be sent any more.
 */
export abstract class FdTransport implements Transport {
  abstract readonly kind: string;
  readonly secure = true;
  readonly encrypted = false;
  readonly #queue: WriteQueue = new WriteQueue({
    sendBytes: (bytes) => {
      this.#bytesBefore = true;
      return this.sendBytes(bytes);
    },
    sendDescriptor: (fd) => this.#sendDescriptor(fd),
    release: (fd) => this.closeDescriptor(fd),
  });
  #events: TransportEvents | undefined;
  #paused = false;
  #ended = false;
  /** Why nothing can be sent any more. */
  #broken: Error | null = null;
  #retry: NodeJS.Timeout | undefined;
  #wait = MIN_WAIT;
  /** Whether a descriptor waits until the peer has read what is before it. */
  #apart = false;
  /** Whether bytes were the last that was sent: a peer that has taken one descriptor waits for the others. */
  #bytesBefore = false;

  start(events: TransportEvents): void {
    this.#events = events;
    this.#watch();
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): boolean {
    if (!this.#sending) {
      this.release(fds);
      return true;
    }
    const idle = this.#queue.idle;
    this.#queue.push(bytes, fds);
    if (idle) this.#flush();
    return this.#queue.idle;
  }

  get supportsFds(): boolean {
    return !this.#apart || this.#ended || this.unread() !== null;
  }

  get whyNoFds(): string {
    return this.supportsFds ? '' : WHY_NOT_APART;
  }

  descriptorsApart(): void {
    this.#apart = true;
  }

  abstract duplicate(fd: number): number;

  release(fds: readonly number[]): void {
    for (const fd of fds) this.closeDescriptor(fd);
  }

  pause(): void {
    this.#paused = true;
    if (this.#broken !== null) this.end(this.#broken);
    else this.#watch();
  }

  resume(): void {
    this.#paused = false;
    this.#watch();
  }

  abstract ref(keep: boolean): void;

  close(): void {
    this.end(null);
  }

  /** Whether what comes is to be read. */
  protected get reading(): boolean {
    return this.#events !== undefined && !this.#paused && !this.#ended;
  }

  /**
   * Takes all of it. True: it has left. False: it is on its way, and `bytesLeft` will be called.
   *
   * @throws the system's error
   */
  protected abstract sendBytes(bytes: Uint8Array): boolean;

  /**
   * True: the descriptor has left, with a zero byte. False: it cannot for now, and `sendMore` or `retryLater` is called.
   *
   * @throws the system's error
   */
  protected abstract sendDescriptor(fd: number): boolean;

  /**
   * The bytes that have left and that the peer has not read. `null`: that cannot be known.
   *
   * @throws the system's error
   */
  protected abstract unread(): number | null;

  /** Closes a duplicate, or a descriptor that came. */
  protected abstract closeDescriptor(fd: number): void;

  /** Asks the event loop to tell when there is something to read, or not to. */
  protected abstract read(wanted: boolean): void;

  /** Gives the socket up. Called once. */
  protected abstract destroy(): void;

  /** What `sendBytes` took has left. */
  protected bytesLeft(): void {
    if (!this.#sending) return;
    this.#queue.bytesLeft();
    this.#flush();
    if (this.#queue.idle && this.#sending) this.#events?.drain();
  }

  /** Sending can go on, perhaps. */
  protected sendMore(): void {
    if (!this.#sending || this.#queue.idle) return;
    this.#flush();
    if (this.#queue.idle && this.#sending) this.#events?.drain();
  }

  /** No event will tell when sending can go on. */
  protected retryLater(): void {
    if (this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.sendMore();
    }, this.#wait).unref();
    this.#wait = Math.min(2 * this.#wait, MAX_WAIT);
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

  /**
   * Nothing can be sent any more. What the peer sent before it went is still to be read, and so is the end; where nobody
   * reads, it is now.
   */
  protected broken(error: Error): void {
    if (!this.#sending) return;
    this.#broken = error;
    clearTimeout(this.#retry);
    this.#queue.clear();
    if (this.#paused) this.end(error);
  }

  /** Ends the connection at once. */
  protected end(error: Error | null): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#retry);
    this.#queue.clear();
    this.destroy();
    setImmediate(() => this.#events?.close(error));
  }

  get #sending(): boolean {
    return !this.#ended && this.#broken === null;
  }

  #sendDescriptor(fd: number): boolean {
    if (this.#apart && this.#bytesBefore && this.unread() !== 0) {
      this.retryLater();
      return false;
    }
    try {
      const sent = this.sendDescriptor(fd);
      if (sent) {
        this.#wait = MIN_WAIT;
        this.#bytesBefore = false;
      }
      return sent;
    } catch (error) {
      if (!isShortage(error)) throw error;
      this.retryLater();
      return false;
    }
  }

  #flush(): void {
    try {
      this.#queue.flush();
    } catch (error) {
      this.broken(error as Error);
    }
  }

  #watch(): void {
    if (!this.#ended && this.#events !== undefined) this.read(!this.#paused);
  }
}
