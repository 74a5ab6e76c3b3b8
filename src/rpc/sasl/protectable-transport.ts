import { UnsupportedError } from '../../errors.js';
import type { TransportEvents } from '../../transport/transport.js';
import { WrappedTransport } from '../wrapped-transport.js';
import type { SecurityLayer } from './security-layer.js';
import { protect, TokenStream } from './token-stream.js';

const WHY_NO_FDS = 'a SASL security layer protects bytes alone';

/** A transport that others may read, until a layer protects what passes through it. */
export class ProtectableTransport extends WrappedTransport {
  #events!: TransportEvents;
  #layer: SecurityLayer | null = null;
  #incoming: TokenStream | null = null;
  /** What came while the session did not want to read. */
  #held: Buffer[] = [];
  #paused = false;
  /** The inner transport has told of its end; this one tells once nothing is held any more. */
  #end: { readonly error: Error | null } | null = null;
  #broken: Error | null = null;

  override get supportsFds(): boolean {
    return this.#layer === null && this.inner.supportsFds;
  }

  override get whyNoFds(): string {
    return this.#layer === null ? this.inner.whyNoFds : WHY_NO_FDS;
  }

  override get secure(): boolean {
    return this.#layer !== null;
  }

  override get encrypted(): boolean {
    return this.#layer !== null;
  }

  /** From now on, all that is sent is protected, and all that comes must be. */
  protect(layer: SecurityLayer): void {
    this.#layer = layer;
    this.#incoming = new TokenStream(layer);
  }

  start(events: TransportEvents): void {
    this.#events = events;
    this.inner.start({
      data: (bytes) => this.#came(bytes),
      descriptors: (fds, byte) => events.descriptors(fds, byte),
      drain: () => events.drain(),
      close: (error) => {
        this.#layer?.end();
        this.#end = { error };
        this.#deliver();
      },
    });
  }

  override write(bytes: Uint8Array, fds?: readonly number[]): boolean {
    if (this.#layer === null) return this.inner.write(bytes, fds);
    if (fds !== undefined && fds.length > 0) throw new UnsupportedError(`descriptors cannot be sent: ${WHY_NO_FDS}`);
    return this.inner.write(protect(this.#layer, bytes));
  }

  override pause(): void {
    this.#paused = true;
    this.inner.pause();
  }

  override resume(): void {
    this.#paused = false;
    this.inner.resume();
    this.#deliver();
  }

  override close(): void {
    this.#held = [];
    this.inner.close();
  }

  #came(bytes: Buffer): void {
    if (this.#incoming === null) {
      this.#events.data(bytes);
      return;
    }
    if (this.#broken !== null) return;
    try {
      for (const piece of this.#incoming.push(bytes)) this.#held.push(piece);
    } catch (error) {
      this.#broken = error as Error;
      this.inner.close();
    }
    this.#deliver();
  }

  #deliver(): void {
    while (!this.#paused) {
      const piece = this.#held.shift();
      if (piece === undefined) break;
      this.#events.data(piece);
    }
    if (this.#end === null || this.#held.length > 0) return;
    const { error } = this.#end;
    this.#end = null;
    this.#events.close(this.#broken ?? error);
  }
}
