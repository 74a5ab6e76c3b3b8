import { closeQuietly } from '../close-quietly.js';
import { FdTransport } from '../fd-transport.js';
import { connectPaused } from '../net/connect.js';
import { AdoptedSocket } from './adopted-socket.js';
import { Duplicator } from './duplicator.js';
import type { UsocketLibrary } from './load.js';

/** What libvirt expects a descriptor to travel with. */
const ZERO: Uint8Array = Buffer.alloc(1);

/**
 * A UNIX socket by the package usocket, which carries descriptors. The socket is close-on-exec. Two kinds of descriptors
 * are not, since usocket cannot make them so: those that come, and for a moment the duplicates of those that go. A child
 * process that is started meanwhile inherits them.
 */
export class UsocketTransport extends FdTransport {
  readonly kind = 'usocket';
  #socket!: AdoptedSocket;
  #duplicator!: Duplicator;
  /** What has not left of the bytes that are on their way. */
  #rest: Uint8Array | undefined;

  /** @throws the system's error, as Node makes it; the signal's reason; UnsupportedError */
  static async connect(
    library: UsocketLibrary,
    path: string,
    signal: AbortSignal | undefined,
  ): Promise<UsocketTransport> {
    const socket = await connectPaused({ path }, signal);
    const transport = new UsocketTransport();
    transport.#socket = new AdoptedSocket(library, socket, {
      received: (bytes, fds) => transport.deliver(bytes, fds),
      writable: () => transport.#sendRest(),
      ended: () => transport.finished(),
      failed: (error) => transport.end(error),
    });
    try {
      transport.#duplicator = await Duplicator.create(library, () => transport.sendMore());
    } catch (error) {
      transport.#socket.close();
      throw error;
    }
    return transport;
  }

  duplicate(fd: number): number {
    return this.#duplicator.duplicate(fd);
  }

  ref(keep: boolean): void {
    this.#socket.ref(keep);
  }

  protected closeDescriptor(fd: number): void {
    if (fd < 0) this.#duplicator.release(fd);
    else closeQuietly(fd);
  }

  protected sendBytes(bytes: Uint8Array): boolean {
    const sent = this.#socket.send(bytes);
    if (sent === bytes.length) return true;
    this.#rest = bytes.subarray(sent);
    return false;
  }

  protected sendDescriptor(ticket: number): boolean {
    const fd = this.#duplicator.numberOf(ticket);
    return fd !== undefined && this.#socket.send(ZERO, [fd]) > 0;
  }

  protected unread(): null {
    return null;
  }

  protected read(wanted: boolean): void {
    this.#socket.read(wanted);
  }

  protected destroy(): void {
    this.#socket.close();
    this.#duplicator.close();
  }

  #sendRest(): void {
    const rest = this.#rest;
    if (rest === undefined) {
      this.sendMore();
      return;
    }
    this.#rest = undefined;
    try {
      if (this.sendBytes(rest)) this.bytesLeft();
    } catch (error) {
      this.broken(error as Error);
    }
  }
}
