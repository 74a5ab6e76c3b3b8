import type { Socket } from 'node:net';
import { constants } from 'node:os';
import { closeQuietly } from '../close-quietly.js';
import { systemError, wouldBlock } from '../system-error.js';
import { discard } from './discard.js';
import type { USocketWrap, UsocketLibrary } from './load.js';

const { ECONNRESET, EPIPE } = constants.errno;

/** Milliseconds between two looks at a socket that does not keep the process alive. */
const GLANCE = 20;

export interface SocketEvents {
  /** These bytes came, and if there are `fds`, the last of the bytes carried them. */
  received(bytes: Buffer, fds: readonly number[] | undefined): void;
  /** A write that stopped short can go on. */
  writable(): void;
  /** The last byte has come. */
  ended(): void;
  failed(error: Error): void;
}

/**
 * A socket that Node has made, and usocket works with. Node makes its sockets close-on-exec, which usocket does not, and
 * which nothing can do afterwards. Both have its descriptor; Node, which reads nothing from it, closes it.
 */
export class AdoptedSocket {
  readonly #socket: Socket;
  readonly #events: SocketEvents;
  /** `undefined`: usocket is not there yet, or has been parted from the socket. */
  #wrap: USocketWrap | undefined;
  #reading = false;
  #referenced = true;
  #glances: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param socket connected, paused, and this object's from now on */
  constructor({ USocket }: UsocketLibrary, socket: Socket, events: SocketEvents) {
    this.#socket = socket;
    this.#events = events;
    const stream = new USocket();
    stream._wrapEvent = (event, first, second) => this.#told(event, first, second);
    stream.connect({ fd: descriptorOf(socket) });
    this.#wrap = stream._wrap;
    const reset = (): void => this.#failed(systemError(ECONNRESET, 'read'));
    // None of these, before usocket has been parted from it.
    socket
      .on('data', (bytes) => {
        if (!this.#closed) events.received(bytes, undefined);
      })
      .on('error', reset)
      .on('end', reset)
      .pause();
  }

  /** How many bytes left; 0: none can for now. @throws the system's error */
  send(bytes: Uint8Array, fds?: readonly number[], syscall = 'write'): number {
    if (this.#wrap === undefined) throw systemError(EPIPE, syscall);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const sent = this.#wrap.write(buffer, fds);
    if (typeof sent === 'number') return sent;
    const errno = errnoOf(sent);
    if (wouldBlock(errno)) return 0;
    throw systemError(errno, syscall);
  }

  read(reading: boolean): void {
    if (reading === this.#reading || this.#closed) return;
    this.#reading = reading;
    this.#watch();
  }

  /**
   * What usocket watches keeps the process alive. So a socket that shall not is looked at from time to time, which
   * delays what comes. What waits to be sent keeps the process alive nevertheless.
   */
  ref(keep: boolean): void {
    if (keep === this.#referenced || this.#closed) return;
    this.#referenced = keep;
    this.#watch();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#rest();
    setImmediate(() => {
      this.#part();
      this.#socket.destroy();
    });
  }

  #watch(): void {
    clearInterval(this.#glances);
    const wrap = this.#wrap;
    if (wrap === undefined) {
      if (this.#referenced) this.#socket.ref();
      else this.#socket.unref();
      if (this.#reading) this.#socket.resume();
      else this.#socket.pause();
    } else if (this.#reading && this.#referenced) wrap.resume();
    else {
      wrap.pause();
      if (this.#reading) this.#glances = setInterval(this.#glance, GLANCE).unref();
    }
  }

  readonly #glance = (): void => {
    this.#wrap?.resume();
    setImmediate(() => {
      if (!this.#closed && !(this.#reading && this.#referenced)) this.#wrap?.pause();
    });
  };

  #told(event: string, first: unknown, second: unknown): void {
    const fds = second as readonly number[] | undefined;
    if (this.#closed || this.#wrap === undefined) {
      for (const fd of fds ?? []) closeQuietly(fd);
    } else if (event === 'drain') this.#events.writable();
    else if (event === 'error') this.#stopped(first as NodeJS.ErrnoException);
    else if (first !== undefined) this.#events.received(first as Buffer, fds);
    else {
      this.#wrap?.pause();
      this.#events.ended();
    }
  }

  /**
   * When the peer closes a socket of which it has not read everything, usocket cannot read from it any more. Node can:
   * what came before, save descriptors, and then the error, which Node may show as an end.
   */
  #stopped(error: NodeJS.ErrnoException): void {
    this.#rest();
    if (error.syscall !== 'poll' || !this.#reading) {
      this.#failed(systemError(error.syscall === 'poll' ? ECONNRESET : errnoOf(error), 'read'));
      return;
    }
    setImmediate(() => {
      if (this.#closed) return;
      if (this.#part()) this.#watch();
      else this.#failed(systemError(ECONNRESET, 'read'));
    });
  }

  #failed(error: Error): void {
    if (!this.#closed) this.#events.failed(error);
  }

  /** usocket neither reads any more, nor waits until it can write. */
  #rest(): void {
    clearInterval(this.#glances);
    this.#wrap?.shutdown();
    this.#wrap?.pause();
  }

  /** False where the socket has been closed as well. */
  #part(): boolean {
    const wrap = this.#wrap;
    this.#wrap = undefined;
    return wrap === undefined || discard(wrap, this.#socket);
  }
}

function errnoOf({ errno }: NodeJS.ErrnoException): number {
  return Math.abs(errno ?? 0);
}

/** Node says it to those who know where to look. */
function descriptorOf(socket: Socket): number {
  return (socket as Socket & { readonly _handle: { readonly fd: number } })._handle.fd;
}
