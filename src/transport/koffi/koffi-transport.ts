import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { FdTransport } from '../fd-transport.js';
import { systemError, wouldBlock } from '../system-error.js';
import type { Channel } from './channel.js';
import { SocketGuard } from './socket-guard.js';
import { connectUnix, duplicate, unreadBy } from './unix-socket.js';

const { EINTR, EMFILE } = constants.errno;

/** Reads at one go, so that one connection does not keep the others waiting. */
const READS = 16;

/** A UNIX socket by the C library's own calls, which carry descriptors. */
export class KoffiTransport extends FdTransport {
  readonly kind = 'koffi';
  readonly duplicatesLast = true;
  readonly #channel: Channel;
  readonly #fd: number;
  readonly #guard: SocketGuard;

  /** @param fd a connected socket, which is the transport's from now on */
  constructor(channel: Channel, fd: number) {
    super();
    this.#channel = channel;
    this.#fd = fd;
    this.#guard = new SocketGuard(fd, { readable: () => this.#read(), failed: (error) => this.broken(error) });
  }

  /** @throws the system's error, as Node makes it; the signal's reason */
  static async connect(channel: Channel, path: string, signal: AbortSignal | undefined): Promise<KoffiTransport> {
    return new KoffiTransport(channel, await connectUnix(channel.libc, path, signal));
  }

  /**
   * The other end of a connection.
   *
   * @param socket accepted and paused by Node, which lets go of it
   * @throws the system's error: `EMFILE`
   */
  static accepted(channel: Channel, socket: Socket): KoffiTransport {
    try {
      return new KoffiTransport(channel, duplicate(channel.libc, descriptorOf(socket)));
    } finally {
      socket.destroy();
    }
  }

  duplicate(fd: number): number {
    return duplicate(this.#channel.libc, fd);
  }

  ref(keep: boolean): void {
    if (keep) this.#guard.ref();
    else this.#guard.unref();
  }

  protected closeDescriptor(fd: number): void {
    this.#channel.libc.close(fd);
  }

  protected sendBytes(bytes: Uint8Array): boolean {
    const { libc } = this.#channel;
    const sent = libc.send(this.#fd, bytes, bytes.length, libc.layout.MSG_NOSIGNAL);
    if (sent === bytes.length) return true;
    // The socket is full, or cannot send any more: Node finds out.
    this.#guard.write(sent > 0 ? bytes.subarray(sent) : bytes, (error) => {
      if (!error) this.bytesLeft();
    });
    return false;
  }

  protected sendDescriptor(fd: number): boolean {
    if (this.#channel.sender.send(this.#fd, fd) > 0) return true;
    const errno = this.#channel.libc.errno();
    if (!wouldBlock(errno)) throw systemError(errno, 'write');
    this.retryLater();
    return false;
  }

  protected unread(): number | null {
    return unreadBy(this.#channel.libc, this.#fd);
  }

  protected read(wanted: boolean): void {
    if (wanted) this.#guard.resume();
    else this.#guard.pause();
  }

  protected destroy(): void {
    this.#guard.destroy();
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

/** Node has the number, and no public name for it. */
function descriptorOf(socket: Socket): number {
  return (socket as Socket & { readonly _handle: { readonly fd: number } })._handle.fd;
}
