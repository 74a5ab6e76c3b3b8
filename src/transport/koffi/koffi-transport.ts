import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { systemError, wouldBlock } from '../system-error.js';
import type { Transport, TransportEvents } from '../transport.js';
import { WriteQueue } from '../write-queue.js';
import type { Interest, Libc, Poll } from './libc.js';
import { DescriptorSender, Receiver } from './message.js';
import { connectUnix, duplicate } from './unix-socket.js';

const { EINTR, ENOBUFS } = constants.errno;

const MIN_BUFFER = 64 * 1024;
const MAX_BUFFER = 1024 * 1024;

/** Reads at one go, so that one connection does not keep the others waiting. */
const READS = 16;

/** Milliseconds until sending is tried again where the system is short of something that no poll tells of. */
const SHORTAGE = 5;

/** A UNIX socket by the C library's own calls, which carry descriptors. */
export class KoffiTransport implements Transport {
  readonly kind = 'koffi';
  readonly supportsFds = true;
  readonly whyNoFds = '';
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #receiver: Receiver;
  readonly #descriptors: DescriptorSender;
  readonly #queue: WriteQueue;
  #poll: Poll | undefined;
  #events: TransportEvents | undefined;
  #interest: Interest = { readable: false, writable: false };
  #referenced = true;
  #paused = false;
  #closed = false;
  /** Nothing can be sent any more, and why; what has come is read to its end. */
  #broken: Error | null = null;

  /** @param fd a connected socket, which is the transport's from now on */
  constructor(libc: Libc, fd: number) {
    this.#libc = libc;
    this.#fd = fd;
    this.#receiver = new Receiver(libc, MIN_BUFFER);
    this.#descriptors = new DescriptorSender(libc);
    this.#queue = new WriteQueue({
      sendBytes: (bytes) => this.#sent(libc.send(fd, bytes, bytes.length, libc.layout.MSG_NOSIGNAL)),
      sendDescriptor: (passed) => this.#sent(this.#descriptors.send(fd, passed)),
    });
  }

  /** @throws the system's error, as Node makes it */
  static async connect(libc: Libc, path: string, signal: AbortSignal | undefined): Promise<KoffiTransport> {
    return new KoffiTransport(libc, await connectUnix(libc, path, signal));
  }

  start(events: TransportEvents): void {
    this.#events = events;
    this.#watch();
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): boolean {
    if (this.#closed || this.#broken !== null) {
      for (const fd of fds) closeSync(fd);
      return true;
    }
    const waits = !this.#queue.empty;
    this.#queue.push(bytes, fds);
    if (waits) return false;
    this.#flush();
    return this.#queue.empty;
  }

  duplicate(fd: number): number {
    return duplicate(this.#libc, fd);
  }

  pause(): void {
    this.#paused = true;
    this.#watch();
  }

  resume(): void {
    this.#paused = false;
    this.#watch();
  }

  ref(keep: boolean): void {
    this.#referenced = keep;
    if (keep) this.#poll?.ref();
    else this.#poll?.unref();
  }

  close(): void {
    this.#end(null);
  }

  /** Asks the event loop for what is wanted now. */
  #watch(): void {
    if (this.#closed || this.#events === undefined) return;
    const readable = !this.#paused;
    const writable = !this.#queue.empty;
    if (this.#poll !== undefined && readable === this.#interest.readable && writable === this.#interest.writable)
      return;
    this.#interest = { readable, writable };
    if (this.#poll === undefined) {
      this.#poll = this.#libc.poll(this.#fd, this.#interest, this.#ready);
      if (!this.#referenced) this.#poll.unref();
    } else if (readable || writable) this.#poll.start(this.#interest, this.#ready);
    else this.#poll.stop();
  }

  readonly #ready = (status: number, { readable, writable }: Interest): void => {
    if (writable && !this.#closed && !this.#queue.empty) {
      this.#flush();
      if (this.#queue.empty && this.#broken === null) this.#events?.drain();
    }
    if (readable || status < 0) this.#read();
  };

  #flush(): void {
    try {
      this.#queue.flush();
    } catch (error) {
      // What the peer sent before it went is still to be read, and so is the end. Where nobody reads, it is now.
      this.#broken = error as Error;
      this.#queue.clear();
      if (this.#paused) this.#end(this.#broken);
    }
    this.#watch();
  }

  /** What a call that sends returned, as `Sender` has it. */
  #sent(result: number): number {
    if (result >= 0) return result;
    const errno = this.#libc.errno();
    if (wouldBlock(errno) || errno === EINTR) return 0;
    if (errno === this.#libc.layout.ETOOMANYREFS || errno === ENOBUFS) {
      this.#retryLater();
      return 0;
    }
    throw systemError(errno, 'write');
  }

  /** Too many descriptors are under way, of all processes of this user: the socket itself is writable all the time. */
  #retryLater(): void {
    this.#interest = { ...this.#interest, writable: true };
    this.#poll?.start({ readable: !this.#paused, writable: false }, this.#ready);
    setTimeout(() => {
      this.#interest = { ...this.#interest, writable: false };
      this.#watch();
    }, SHORTAGE);
  }

  #read(): void {
    const receiver = this.#receiver;
    for (let i = 0; i < READS && !this.#closed && !this.#paused; i++) {
      const length = receiver.receive(this.#fd);
      if (length <= 0) {
        this.#nothing(length);
        return;
      }
      if (receiver.truncated) {
        receiver.closeDescriptors();
        this.#end(new Error('a descriptor was sent and could not be received: this process has as many as it may'));
        return;
      }
      this.#deliver(length);
      if (length === receiver.buffer.length && length < MAX_BUFFER) receiver.resize(2 * length);
      else if (length < receiver.buffer.length && !this.#more) return;
    }
  }

  /** Whether the last message ended because it had descriptors: there may be more behind it. */
  #more = false;

  #deliver(length: number): void {
    const { buffer, fds } = this.#receiver;
    this.#more = fds.length > 0;
    if (!this.#more) {
      this.#events?.data(buffer.subarray(0, length));
      return;
    }
    // The system ends a message at the byte that carries descriptors, and puts plain bytes before it.
    this.#receiver.fds = [];
    if (length > 1) this.#events?.data(buffer.subarray(0, length - 1));
    this.#events?.descriptors(fds, buffer[length - 1] as number);
  }

  /** Nothing was received: for now, or for ever. */
  #nothing(length: number): void {
    const errno = length < 0 ? this.#libc.errno() : 0;
    if (length < 0 && (wouldBlock(errno) || errno === EINTR)) return;
    this.#end(length === 0 ? this.#broken : systemError(errno, 'read'));
  }

  #end(error: Error | null): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#poll?.close();
    this.#queue.clear();
    closeSync(this.#fd);
    setImmediate(() => this.#events?.close(error));
  }
}
