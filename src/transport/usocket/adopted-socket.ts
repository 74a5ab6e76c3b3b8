import { openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { closeQuietly } from '../close-quietly.js';
import { systemError, wouldBlock } from '../system-error.js';
import type { USocketWrap, UsocketLibrary } from './load.js';

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
  readonly #wrap: USocketWrap;
  readonly #events: SocketEvents;
  #reading = false;
  #referenced = true;
  #glances: NodeJS.Timeout | undefined;
  #closed = false;

  /** @param socket connected, paused, and this object's from now on */
  constructor({ USocket }: UsocketLibrary, socket: Socket, events: SocketEvents) {
    this.#socket = socket.on('error', () => {});
    this.#events = events;
    const stream = new USocket();
    stream._wrapEvent = (event, first, second) => this.#told(event, first, second);
    stream.connect({ fd: descriptorOf(socket) });
    this.#wrap = stream._wrap;
  }

  /** How many bytes left; 0: none can for now. @throws the system's error */
  send(bytes: Uint8Array, fds?: readonly number[], syscall = 'write'): number {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const sent = this.#wrap.write(buffer, fds);
    if (typeof sent === 'number') return sent;
    const errno = Math.abs(sent.errno ?? 0);
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
   * delays what comes; what waits to be sent keeps the process alive nevertheless.
   */
  ref(keep: boolean): void {
    if (keep === this.#referenced || this.#closed) return;
    this.#referenced = keep;
    this.#watch();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#glances);
    this.#wrap.shutdown();
    this.#wrap.pause();
    // usocket would abort the process if it were closed while it tells of an event.
    setImmediate(() => this.#discard());
  }

  /**
   * The wrap closes the descriptor that it has. So it gets one of its own first: a directory, since one that it could
   * watch would not just take the other's place. Without a pause, so that the socket's number is nobody else's yet.
   */
  #discard(): void {
    let directory = openDirectory();
    if (directory === undefined) {
      this.#socket.destroy();
      directory = openDirectory();
    }
    // Without one, the wrap is left as it is. It does nothing any more.
    if (directory !== undefined) {
      this.#wrap.adopt(directory);
      this.#wrap.close();
    }
    this.#socket.destroy();
  }

  #watch(): void {
    clearInterval(this.#glances);
    if (this.#reading && !this.#referenced) this.#glances = setInterval(this.#glance, GLANCE).unref();
    if (this.#reading && this.#referenced) this.#wrap.resume();
    else this.#wrap.pause();
  }

  readonly #glance = (): void => {
    this.#wrap.resume();
    setImmediate(() => {
      if (!this.#closed && !(this.#reading && this.#referenced)) this.#wrap.pause();
    });
  };

  #told(event: string, first: unknown, second: unknown): void {
    const fds = second as readonly number[] | undefined;
    if (this.#closed) {
      for (const fd of fds ?? []) closeQuietly(fd);
    } else if (event === 'drain') this.#events.writable();
    else if (event === 'error') this.#failed(first as NodeJS.ErrnoException);
    else if (first !== undefined) this.#events.received(first as Buffer, fds);
    else {
      this.#wrap.pause();
      this.#events.ended();
    }
  }

  #failed({ syscall, errno }: NodeJS.ErrnoException): void {
    this.#wrap.pause();
    if (syscall === 'poll') this.#readRest();
    else this.#events.failed(systemError(Math.abs(errno ?? 0), 'read'));
  }

  /**
   * The socket has an error, and usocket cannot read from it any more. Node can: what came before the error, save
   * descriptors, and the error.
   */
  #readRest(): void {
    this.#reading = false;
    clearInterval(this.#glances);
    this.#socket
      .on('data', (bytes) => {
        if (!this.#closed) this.#events.received(bytes, undefined);
      })
      .on('error', (error) => {
        if (!this.#closed) this.#events.failed(error);
      })
      .on('end', () => {
        if (!this.#closed) this.#events.ended();
      })
      .resume();
  }
}

/** `undefined`: this process has as many open as it may. */
function openDirectory(): number | undefined {
  try {
    return openSync('/', 'r');
  } catch {
    return undefined;
  }
}

/** Node says it to those who know where to look. */
function descriptorOf(socket: Socket): number {
  return (socket as Socket & { readonly _handle: { readonly fd: number } })._handle.fd;
}
