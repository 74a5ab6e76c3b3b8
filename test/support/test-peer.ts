import { closeSync, openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { beginFrame, endFrame, type Frame } from '../../src/protocol/frame.js';
import { FrameDecoder } from '../../src/protocol/frame-decoder.js';
import {
  types,
  VIR_NET_ERROR,
  VIR_NET_MESSAGE,
  VIR_NET_OK,
  VIR_NET_REPLY,
  VIR_NET_REPLY_WITH_FDS,
  type virNetMessageError,
  type virNetMessageHeader,
} from '../../src/protocol/generated/net/index.js';
import type { EventMessage, Procedure } from '../../src/protocol/procedure.js';
import type { Codec } from '../../src/protocol/xdr/codec.js';
import { XdrWriter } from '../../src/protocol/xdr/writer.js';
import type { Transport, TransportEvents } from '../../src/transport/transport.js';

/** A call, as the peer has received it. */
export interface Received {
  readonly header: virNetMessageHeader;
  readonly payload: Uint8Array;
  /** Open descriptors, which `TestPeer.close` closes. */
  readonly fds: readonly number[];
}

const ERROR: virNetMessageError = {
  code: 1,
  domain: 0,
  message: 'failed',
  level: 2,
  dom: null,
  str1: null,
  str2: null,
  str3: null,
  int1: -1,
  int2: -1,
  net: null,
};

/**
 * The daemon's side of a session, in the hands of a test: what the session writes is decoded, and what the test says is
 * delivered when it says so.
 */
export class TestPeer {
  /** Calls and other messages, in their order. */
  readonly received: Received[] = [];
  /** How many writes they came in. */
  writes = 0;
  /** While false, the socket counts as full. */
  writable = true;
  closed = false;
  /** Whether the session does not want to read. */
  paused = false;
  /** Whether the session would keep the process alive. */
  holds = true;
  /** How many descriptors were given back. */
  released = 0;
  readonly transport: Transport;
  #events!: TransportEvents;
  #delivered = Buffer.alloc(0);
  readonly #decoder: FrameDecoder;
  readonly #opened: number[] = [];

  constructor(options: { supportsFds?: boolean; secure?: boolean; duplicatesLast?: boolean } = {}) {
    this.#decoder = new FrameDecoder({
      frame: ({ header, bytes, start, end, fds }: Frame) => {
        this.received.push({ header, payload: new Uint8Array(bytes.subarray(start, end)), fds });
      },
      stray: (fds) => {
        throw new Error(`stray descriptors: ${fds}`);
      },
    });
    this.transport = {
      kind: 'test',
      supportsFds: options.supportsFds ?? true,
      whyNoFds: 'this is a test',
      secure: options.secure ?? true,
      encrypted: false,
      duplicatesLast: options.duplicatesLast ?? true,
      start: (events) => {
        this.#events = events;
      },
      write: (bytes, fds) => this.#write(bytes, fds ?? []),
      // A different file than the caller's, but a descriptor like any other.
      duplicate: (fd) => openSync(`/proc/self/fd/${fd}`, 'r'),
      release: (fds) => {
        for (const fd of fds) closeSync(fd);
        this.released += fds.length;
      },
      pause: () => {
        this.paused = true;
      },
      resume: () => {
        this.paused = false;
      },
      ref: (keep) => {
        this.holds = keep;
      },
      close: () => {
        this.closed = true;
      },
    };
  }

  /** The next message that has not been looked at, once it is there. */
  async next(): Promise<Received> {
    for (;;) {
      const message = this.received.shift();
      if (message !== undefined) return message;
      await turn();
    }
  }

  /** The arguments of a call. */
  args<Args>({ payload }: Received, { args }: Procedure<Args, unknown>): Args {
    return args.decode(payload);
  }

  reply<Args, Ret>({ header }: Received, { ret }: Procedure<Args, Ret>, value: Ret, fds: readonly number[] = []): void {
    const type = fds.length > 0 ? VIR_NET_REPLY_WITH_FDS : VIR_NET_REPLY;
    this.deliver(encode({ ...header, type, status: VIR_NET_OK }, ret, value, fds.length));
    for (const fd of fds) this.descriptors([fd]);
  }

  fail({ header }: Received, error: Partial<virNetMessageError> = {}): void {
    const reply = { ...header, type: VIR_NET_REPLY, status: VIR_NET_ERROR } as const;
    this.deliver(encode(reply, types.virNetMessageError, { ...ERROR, ...error }));
  }

  event<Msg>({ program: prog, version: vers, number: proc, msg }: EventMessage<Msg>, value: Msg): void {
    this.deliver(encode({ prog, vers, proc, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK }, msg, value));
  }

  deliver(bytes: Uint8Array): void {
    this.#delivered = Buffer.from(bytes);
    this.#events.data(this.#delivered);
  }

  /** What was delivered last is overwritten, as a transport does that reads again. */
  overwrite(): void {
    this.#delivered.fill(0);
  }

  descriptors(fds: readonly number[]): void {
    this.#events.descriptors(fds, 0);
  }

  /** The socket takes more again. */
  drain(writable = true): void {
    this.writable = writable;
    this.#events.drain();
  }

  /** The connection is lost. */
  lose(error: Error | null = null): void {
    this.#events.close(error);
  }

  /** Closes what was received. */
  close(): void {
    for (const fd of this.#opened.splice(0)) closeSync(fd);
  }

  #write(bytes: Uint8Array, fds: readonly number[]): boolean {
    this.writes++;
    this.#decoder.push(Buffer.from(bytes));
    for (const fd of fds) {
      this.#opened.push(fd);
      this.#decoder.pushDescriptors([fd]);
    }
    return this.writable;
  }
}

/** A whole frame. */
export function encode<T>(header: virNetMessageHeader, codec: Codec<T>, value: T, nfds = 0): Uint8Array {
  const writer = new XdrWriter('');
  const start = beginFrame(writer, header, nfds);
  codec.write(writer, value);
  endFrame(writer, start);
  return new Uint8Array(writer.written());
}
