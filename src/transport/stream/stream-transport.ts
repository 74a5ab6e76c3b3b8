import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { systemError } from '../system-error.js';
import type { TransportEvents } from '../transport.js';
import { WithoutDescriptors } from '../without-descriptors.js';
import { Writes } from './writes.js';

/** What a connection by Node's streams is. */
export interface StreamConnection {
  /** For messages to people. */
  readonly kind: string;
  readonly secure: boolean;
  readonly encrypted: boolean;
  readonly readable: Readable;
  /** May be the same as `readable`. */
  readonly writable: Writable;
  /** See `Transport`. Each write is made when the one before it has left, and then none is joined with another. */
  readonly separatesMessages?: boolean;
  ref(keep: boolean): void;
  /** Closes at once. May be called more than once. */
  close(): void;
  /**
   * Called once, when nothing comes or leaves any more: what went wrong. `error` is the streams' own.
   */
  failure?(error: Error | null): Error | null | Promise<Error | null>;
}

/** A connection by streams of Node's, which are the transport's from now on. */
export class StreamTransport extends WithoutDescriptors {
  readonly #connection: StreamConnection;
  #events: TransportEvents | undefined;
  #closed = false;
  /** The end came before anybody was there to be told. */
  #end: { readonly error: Error | null } | null = null;
  #error: Error | null = null;
  #over = false;
  #paused = false;
  /** The peer has ended it, while nobody wants to read. */
  #endWaits = false;
  readonly #writes: Writes;

  /** @param connection flowing in neither direction, with its streams' errors not yet told of */
  constructor(connection: StreamConnection) {
    super();
    this.#connection = connection;
    const { readable, writable } = connection;
    readable.pause();
    const failed = (error: Error): void => {
      this.#error ??= error;
      this.#finish();
    };
    // A stream that has nothing left tells of its end also while it is paused: that waits, like bytes.
    const ended = (): void => {
      if (this.#paused && readable.readableEnded && this.#error === null) this.#endWaits = true;
      else this.#finish();
    };
    readable.on('error', failed).on('end', ended).on('close', ended);
    if ((writable as unknown) !== readable) writable.on('error', failed);
    this.#writes = new Writes(writable, connection.separatesMessages === true, () => {
      if (!this.#over) this.#events?.drain();
    });
    // What it was given may be over already.
    if (readable.destroyed || readable.readableEnded) process.nextTick(() => this.#finish());
  }

  get kind(): string {
    return this.#connection.kind;
  }

  get secure(): boolean {
    return this.#connection.secure;
  }

  get separatesMessages(): boolean {
    return this.#connection.separatesMessages === true;
  }

  get encrypted(): boolean {
    return this.#connection.encrypted;
  }

  start(events: TransportEvents): void {
    this.#events = events;
    const { readable } = this.#connection;
    readable.on('data', (bytes: Buffer) => {
      if (!this.#over) events.data(bytes);
    });
    readable.resume();
    if (this.#end !== null) process.nextTick(() => this.#tell());
  }

  write(bytes: Uint8Array, fds: readonly number[] = []): boolean {
    this.refuse(fds);
    const { writable } = this.#connection;
    if (this.#endWaits && !this.#closed) {
      this.#error = systemError(constants.errno.EPIPE, 'write');
      this.#finish();
      return true;
    }
    if (this.#closed || writable.destroyed || writable.writableEnded) return true;
    return this.#writes.write(bytes);
  }

  pause(): void {
    this.#paused = true;
    this.#connection.readable.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#connection.readable.resume();
    if (this.#endWaits) process.nextTick(() => this.#finish());
  }

  ref(keep: boolean): void {
    this.#connection.ref(keep);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.close();
    // The streams may be anybody's, and tell of their end or not.
    process.nextTick(() => this.#finish());
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    const error = this.#closed ? null : this.#error;
    const { failure } = this.#connection;
    const ended = this.#closed || failure === undefined ? error : failure.call(this.#connection, error);
    void Promise.resolve(ended).then((why) => {
      this.#end = { error: this.#closed ? null : why };
      this.#connection.close();
      this.#tell();
    });
  }

  #tell(): void {
    if (this.#end === null || this.#events === undefined) return;
    const { error } = this.#end;
    this.#end = null;
    this.#closed = true;
    this.#events.close(error);
  }
}
