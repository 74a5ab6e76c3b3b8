import type { Socket } from 'node:net';
import { receiveBuffer } from '../receive-buffer.js';
import type { TransportEvents } from '../transport.js';
import { WithoutDescriptors } from '../without-descriptors.js';
import { connectPaused, type SocketAddress } from './connect.js';
import { SteadySocket } from './steady-socket.js';

/** A socket of Node's own, which carries no descriptors: a UNIX socket's, or TCP's. */
export class NetTransport extends WithoutDescriptors {
  readonly kind: 'net' | 'tcp';
  readonly secure: boolean;
  readonly encrypted = false;
  readonly #socket: Socket;
  #events: TransportEvents | undefined;
  /** Writes that have not left. */
  #unsent = 0;
  #drainOwed = false;
  #error: Error | null = null;

  private constructor(kind: 'net' | 'tcp', socket: Socket, whyNoFds?: string) {
    super(whyNoFds);
    this.kind = kind;
    this.secure = kind === 'net';
    this.#socket = socket
      .on('error', (error) => {
        this.#error = error;
      })
      .on('end', () => this.#socket.destroy())
      .on('close', () => this.#events?.close(this.#error));
  }

  /** @throws the system's error, as Node makes it; the signal's reason */
  static async connect(
    address: SocketAddress,
    signal: AbortSignal | undefined,
    whyNoFds?: string,
  ): Promise<NetTransport> {
    let received: (bytes: Buffer) => void;
    const buffer = receiveBuffer();
    const callback = (length: number): boolean => {
      received(buffer.subarray(0, length));
      return true;
    };
    const socket = await connectPaused(address, signal, () => new SteadySocket({ onread: { buffer, callback } }));
    const transport = new NetTransport('path' in address ? 'net' : 'tcp', socket, whyNoFds);
    received = (bytes) => transport.#events?.data(bytes);
    return transport;
  }

  /** The other end of a connection. @param socket accepted and paused, and this object's from now on */
  static accepted(socket: Socket, whyNoFds: string): NetTransport {
    const transport = new NetTransport('net', socket, whyNoFds);
    socket.on('data', (bytes) => transport.#events?.data(bytes));
    return transport;
  }

  start(events: TransportEvents): void {
    this.#events = events;
    this.#socket.resume();
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): boolean {
    this.refuse(fds);
    if (this.#socket.destroyed) return true;
    this.#unsent++;
    this.#socket.write(bytes, this.#left);
    // Node sends at once what can leave at once.
    if (this.#socket.writableLength === 0) return true;
    this.#drainOwed = true;
    return false;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  ref(keep: boolean): void {
    if (keep) this.#socket.ref();
    else this.#socket.unref();
  }

  close(): void {
    this.#socket.destroy();
  }

  readonly #left = (error?: Error | null): void => {
    this.#unsent--;
    if (error || this.#unsent > 0 || !this.#drainOwed) return;
    this.#drainOwed = false;
    this.#events?.drain();
  };
}
