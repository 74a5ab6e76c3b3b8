import { Socket } from 'node:net';
import { constants } from 'node:os';
import { closeQuietly } from '../close-quietly.js';
import { FdTransport } from '../fd-transport.js';
import { systemError, wouldBlock } from '../system-error.js';
import type { Channel } from './channel.js';
import type { Interest, Poll } from './libc.js';
import { connectUnix, duplicate } from './unix-socket.js';

const { EINTR, EMFILE } = constants.errno;

const NOTHING: Interest = { readable: false, writable: false };

/** Reads at one go, so that one connection does not keep the others waiting. */
const READS = 16;

/** A UNIX socket by the C library's own calls, which carry descriptors. */
export class KoffiTransport extends FdTransport {
  readonly kind = 'koffi';
  readonly #channel: Channel;
  readonly #fd: number;
  /** Owns the descriptor: Node closes what it owns when a worker thread is stopped. It neither reads nor writes. */
  readonly #owner: Socket;
  #poll: Poll | undefined;
  #interest: Interest = NOTHING;
  #referenced = true;
  /** What the event loop has told of, until it is attended to. */
  #ready: Interest | undefined;

  /** @param fd a connected socket, which is the transport's from now on */
  constructor(channel: Channel, fd: number) {
    super();
    this.#channel = channel;
    this.#fd = fd;
    this.#owner = new Socket({ fd, readable: false, writable: false });
  }

  /** @throws the system's error, as Node makes it; the signal's reason */
  static async connect(channel: Channel, path: string, signal: AbortSignal | undefined): Promise<KoffiTransport> {
    return new KoffiTransport(channel, await connectUnix(channel.libc, path, signal));
  }

  duplicate(fd: number): number {
    return duplicate(this.#channel.libc, fd);
  }

  ref(keep: boolean): void {
    this.#referenced = keep;
    if (keep) this.#poll?.ref();
    else this.#poll?.unref();
  }

  protected closeDuplicate(fd: number): void {
    closeQuietly(fd);
  }

  protected sendBytes(bytes: Uint8Array): number {
    const { libc } = this.#channel;
    return this.#sent(libc.send(this.#fd, bytes, bytes.length, libc.layout.MSG_NOSIGNAL));
  }

  protected sendDescriptor(fd: number): number {
    return this.#sent(this.#channel.sender.send(this.#fd, fd));
  }

  protected watch(readable: boolean, writable: boolean): void {
    if (readable === this.#interest.readable && writable === this.#interest.writable) return;
    const interest = { readable, writable };
    this.#interest = interest;
    if (!readable && !writable) this.#poll?.stop();
    else if (this.#poll !== undefined) this.#poll.start(interest, this.#told);
    else {
      this.#poll = this.#channel.libc.poll(this.#fd, interest, this.#told);
      if (!this.#referenced) this.#poll.unref();
    }
  }

  protected destroy(): void {
    this.#poll?.close();
    this.#owner.destroy();
  }

  /**
   * koffi calls back from outside of Node's callback scope: no promise goes on, no `nextTick` is run, and an exception
   * would come up anywhere later. So the work waits until Node calls, in the same turn of the event loop.
   */
  readonly #told = (status: number, events: Interest): void => {
    if (this.#ready === undefined) setImmediate(this.#attend);
    this.#ready = events;
    if (status >= 0) return;
    // The socket has an error, and the event loop has given it up. What came before the error can be read.
    this.#ready = this.#interest;
    this.#interest = NOTHING;
  };

  readonly #attend = (): void => {
    const ready = this.#ready;
    this.#ready = undefined;
    if (ready?.writable) this.writable();
    if (ready?.readable) this.#read();
    this.refresh();
  };

  /** What a call that sends returned, as `sendBytes` has it. */
  #sent(result: number): number {
    if (result >= 0) return result;
    const errno = this.#channel.libc.errno();
    if (wouldBlock(errno)) return 0;
    throw systemError(errno, 'write');
  }

  #read(): void {
    const { receiver } = this.#channel;
    for (let i = 0; i < READS && this.reading; i++) {
      const length = receiver.receive(this.#fd);
      if (length <= 0) {
        this.#nothing(length);
        return;
      }
      const fds = receiver.takeDescriptors();
      if (receiver.truncated) {
        this.release(fds ?? []);
        this.deliver(receiver.buffer.subarray(0, length - 1), undefined);
        this.end(descriptorLost());
        return;
      }
      this.deliver(receiver.buffer.subarray(0, length), fds);
      // Descriptors end a message: there may be more behind them.
      if (fds === undefined && length < receiver.buffer.length) return;
    }
  }

  /** Nothing was received: for now, or for ever. */
  #nothing(length: number): void {
    if (length === 0) {
      this.finished();
      return;
    }
    const errno = this.#channel.libc.errno();
    if (!wouldBlock(errno) && errno !== EINTR) this.end(systemError(errno, 'read'));
  }
}

function descriptorLost(): Error {
  const error = systemError(EMFILE, 'recvmsg');
  error.message += ': a descriptor came, and this process has as many open as it may (ulimit -n)';
  return error;
}
