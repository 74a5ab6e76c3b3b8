import type { OnReadOpts } from 'node:net';
import { SteadySocket } from '../net/steady-socket.js';

/** Nothing can be read into it. */
const NO_BYTES: OnReadOpts = { buffer: new Uint8Array(0), callback: () => true };

export interface GuardEvents {
  /** There is something to read: bytes, or the end, or an error. Told again as long as there is. */
  readable(): void;
  /** Nothing that was left to `write` can be sent any more. */
  failed(error: Error): void;
}

/**
 * Node's hold on a socket that the C library reads from. Node closes it, even where that is because a worker thread is
 * terminated and runs no code any more; writes what the socket does not take at once; and tells when there is something
 * to read: it offers the system no place for what it reads, which libuv answers with `ENOBUFS`, and has read nothing.
 *
 * The other way to be told, koffi's own, is less good: it aborts the process when an event comes while the thread ends,
 * and it calls back from outside of Node's callback scope, where promises do not go on.
 */
export class SocketGuard extends SteadySocket {
  readonly #events: GuardEvents;

  /** @param fd a connected socket, which is this object's from now on */
  constructor(fd: number, events: GuardEvents) {
    super({ fd, readable: true, writable: true, onread: NO_BYTES });
    this.#events = events;
    this.pause();
  }

  /** Node wants to destroy its socket because of an error. Whether that happens is for the transport to say. */
  override destroy(error?: Error): this {
    if (error === undefined) return super.destroy();
    if ('code' in error && error.code === 'ENOBUFS' && 'syscall' in error && error.syscall === 'read') {
      this.#events.readable();
    } else this.#events.failed(error);
    return this;
  }
}
