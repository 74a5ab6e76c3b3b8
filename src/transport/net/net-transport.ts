import type { Socket } from 'node:net';
import { UnsupportedError } from '../../errors.js';
import { receiveBuffer } from '../receive-buffer.js';
import type { Transport, TransportEvents } from '../transport.js';
import { connectPaused } from './connect.js';

/** A UNIX socket of Node's own, which carries no descriptors. */
export class NetTransport implements Transport {
  readonly kind = 'net';
  readonly supportsFds = false;
  readonly whyNoFds: string;
  #socket!: Socket;
  #events: TransportEvents | undefined;
  /** Writes that have not left. */
  #unsent = 0;
  #drainOwed = false;
  #error: Error | null = null;

  private constructor(whyNoFds: string) {
    this.whyNoFds = whyNoFds;
  }

  /** @throws the system's error, as Node makes it; the signal's reason */
  static async connect(path: string, whyNoFds: string, signal: AbortSignal | undefined): Promise<NetTransport> {
    const transport = new NetTransport(whyNoFds);
    const onread = {
      buffer: receiveBuffer(),
      callback: (length: number, buffer: Uint8Array) => transport.#received((buffer as Buffer).subarray(0, length)),
    };
    transport.#socket = await connectPaused(path, onread, signal);
    return transport;
  }

  start(events: TransportEvents): void {
    this.#events = events;
    this.#socket
      .on('error', (error) => {
        this.#error = error;
      })
      .on('end', () => this.#socket.destroy())
      .on('close', () => events.close(this.#error))
      .resume();
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): boolean {
    if (fds.length > 0) throw new UnsupportedError(`descriptors cannot be sent: ${this.whyNoFds}`);
    if (this.#socket.destroyed) return true;
    this.#unsent++;
    this.#socket.write(bytes, this.#left);
    // Node sends at once what can leave at once.
    if (this.#socket.writableLength === 0) return true;
    this.#drainOwed = true;
    return false;
  }

  duplicate(): number {
    throw new UnsupportedError(`descriptors cannot be sent: ${this.whyNoFds}`);
  }

  /** There are none. */
  release(): void {}

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

  #received(bytes: Buffer): boolean {
    this.#events?.data(bytes);
    return true;
  }
}
