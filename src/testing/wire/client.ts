import { ProtocolError } from '../../errors.js';
import type { Frame } from '../../protocol/frame.js';
import { FrameDecoder } from '../../protocol/frame-decoder.js';
import { PROGRAM as KEEPALIVE, procedures as keepalive } from '../../protocol/generated/keepalive/index.js';
import {
  types,
  VIR_NET_CALL,
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_ERROR,
  VIR_NET_MESSAGE,
  VIR_NET_OK,
  VIR_NET_REPLY,
  VIR_NET_REPLY_WITH_FDS,
  VIR_NET_STREAM,
  VIR_NET_STREAM_HOLE,
  type virNetMessageError,
  type virNetMessageHeader,
} from '../../protocol/generated/net/index.js';
import type { EventMessage } from '../../protocol/procedure.js';
import { xdrVoid } from '../../protocol/xdr/codec.js';
import type { Transport } from '../../transport/transport.js';
import type { Outcome } from '../outcome.js';
import { type AnyProcedure, callNumbered } from '../procedures.js';
import { leftFds, ReceivedCall } from '../received-call.js';
import { frameOf } from './frames.js';
import { ServerStream } from './stream.js';
import { Turns } from './turns.js';

/** What a client's connection needs of the daemon that it is to. */
export interface ClientHost {
  /** The domain of errors that say nothing else. */
  readonly errorDomain: string;
  /** Never rejected. */
  answer(call: ReceivedCall, client: Client): Promise<Outcome>;
  /** A call that is of no procedure here. */
  unknownProcedure(header: virNetMessageHeader, client: Client): virNetMessageError;
  /** A call whose arguments are none, or that fails for another reason which the test must be told. */
  mistake(what: string, error: unknown): virNetMessageError;
  closed(client: Client): void;
}

/** The daemon's end of one client's connection. */
export class Client {
  /** Counted from 1. */
  readonly number: number;
  /** Whether its connection was opened as read-only. */
  readOnly = false;
  readonly #transport: Transport;
  readonly #host: ClientHost;
  readonly #turns: Turns;
  readonly #decoder: FrameDecoder;
  readonly #streams = new Map<number, ServerStream>();
  readonly #end: Promise<void>;
  #ended!: () => void;
  #waiting: (() => void)[] = [];
  #full = false;
  #over = false;

  constructor(number: number, transport: Transport, maxRequests: number, host: ClientHost) {
    this.number = number;
    this.#transport = transport;
    this.#host = host;
    this.#turns = new Turns(maxRequests, transport);
    this.#end = new Promise((resolve) => {
      this.#ended = resolve;
    });
    this.#decoder = new FrameDecoder({
      frame: (frame) => this.#frame(frame),
      stray: (fds) => transport.release(fds),
    });
    // The test's own end of the connection keeps the process alive, if it is to be.
    transport.ref(false);
    transport.start({
      data: (bytes) => this.#guard(() => this.#decoder.push(bytes)),
      descriptors: (fds) => {
        // They may come with the very bytes for which the client was thrown out.
        if (this.#over) transport.release(fds);
        else this.#guard(() => this.#decoder.pushDescriptors(fds));
      },
      drain: () => this.#drained(),
      close: () => this.#closed(),
    });
  }

  /** Sends an event. @throws TypeError, RangeError where it is not what the event carries */
  event<Msg>({ program: prog, version: vers, number: proc, msg }: EventMessage<Msg>, value: Msg): void {
    this.#write(frameOf({ prog, vers, proc, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK }, msg, value));
  }

  /** Stands still, or goes on: nothing is read, begun or sent meanwhile. */
  freeze(frozen: boolean): void {
    if (frozen) this.#turns.hold();
    else this.#turns.release();
  }

  /** Closes the connection, as a daemon does that ends. */
  close(): void {
    this.#closed();
    this.#transport.close();
  }

  #guard(read: () => void): void {
    if (this.#over) return;
    try {
      read();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#host.mistake(`client ${this.number} broke the protocol`, error);
      this.close();
    }
  }

  #frame(frame: Frame): void {
    const { header } = frame;
    switch (header.type) {
      case VIR_NET_CALL:
      case VIR_NET_CALL_WITH_FDS:
        this.#call(frame);
        return;
      case VIR_NET_STREAM:
      case VIR_NET_STREAM_HOLE:
        // Data for a stream that is closed already are normal.
        this.#streams.get(header.serial)?.take(frame);
        return;
      case VIR_NET_MESSAGE:
        if (header.prog === KEEPALIVE && header.proc === keepalive.PING.number)
          this.#turns.take(() => this.#pong(header));
        return;
      default:
        throw new ProtocolError(`a client sent a message of type ${header.type}`);
    }
  }

  #pong(header: virNetMessageHeader): void {
    this.#write(frameOf({ ...header, proc: keepalive.PONG.number }, xdrVoid, undefined));
  }

  #call({ header, bytes, start, end, fds }: Frame): void {
    const known = callNumbered(header.prog, header.vers, header.proc);
    if (known === undefined) {
      this.#transport.release(fds);
      this.#turns.take(() => this.#fail(header, this.#host.unknownProcedure(header, this)));
      return;
    }
    const { program, procedure } = known;
    let args: unknown;
    try {
      args = procedure.args.decode(bytes.subarray(start, end));
    } catch (error) {
      this.#transport.release(fds);
      const answer = this.#host.mistake(`the arguments of ${procedure.name} cannot be decoded`, error);
      this.#turns.take(() => this.#fail(header, answer));
      return;
    }
    const { serial } = header;
    const { errorDomain } = this.#host;
    this.#turns.take(async () => {
      // Whose client is gone before it was begun, is not made.
      if (this.#over) {
        this.#transport.release(fds);
        return;
      }
      const { number: client, readOnly } = this;
      const call = new ReceivedCall({ program, procedure, args, serial, client, readOnly, fds, errorDomain });
      try {
        const outcome = await this.#host.answer(call, this);
        if (outcome.kind === 'never') await this.#end;
        else this.#perform(header, procedure, outcome);
      } finally {
        this.#transport.release(leftFds(call));
      }
    });
  }

  #perform(
    header: virNetMessageHeader,
    procedure: AnyProcedure,
    outcome: Exclude<Outcome, { readonly kind: 'never' }>,
  ): void {
    switch (outcome.kind) {
      case 'reply':
        this.#reply(header, procedure, outcome);
        return;
      case 'error':
        this.#fail(header, outcome.error);
        return;
      case 'drop':
        this.close();
    }
  }

  #reply(call: virNetMessageHeader, procedure: AnyProcedure, reply: Outcome & { readonly kind: 'reply' }): void {
    const { value, fds, stream } = reply;
    if (this.#over) return;
    const copies: number[] = [];
    try {
      for (const fd of fds) copies.push(this.#transport.duplicate(fd));
      const type = fds.length > 0 ? VIR_NET_REPLY_WITH_FDS : VIR_NET_REPLY;
      this.#write(frameOf({ ...call, type, status: VIR_NET_OK }, procedure.ret, value, fds.length), copies);
    } catch (error) {
      this.#transport.release(copies);
      this.#fail(call, this.#host.mistake(`the reply to ${procedure.name} cannot be sent`, error));
      return;
    }
    if (stream === null) return;
    const end = new ServerStream(call, stream, {
      send: (bytes) => this.#send(bytes),
      over: () => this.#streams.delete(call.serial),
      failureOf: (error) => this.#host.mistake(`the stream of ${procedure.name} failed`, error),
    });
    this.#streams.set(call.serial, end);
    void end.start();
  }

  #fail(header: virNetMessageHeader, error: virNetMessageError): void {
    this.#write(frameOf({ ...header, type: VIR_NET_REPLY, status: VIR_NET_ERROR }, types.virNetMessageError, error));
  }

  #write(bytes: Uint8Array, fds: readonly number[] = []): void {
    this.#turns.send(() => {
      if (this.#over) this.#transport.release(fds);
      else if (!this.#transport.write(bytes, fds)) this.#full = true;
    });
  }

  /** Sends a piece of a stream; fulfilled when the next may follow. */
  async #send(bytes: Uint8Array): Promise<boolean> {
    this.#write(bytes);
    if (this.#full && !this.#over) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return !this.#over;
  }

  #drained(): void {
    this.#full = false;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #closed(): void {
    if (this.#over) return;
    this.#over = true;
    this.#ended();
    this.#decoder.end();
    this.#drained();
    // What is held back has descriptors to give back.
    this.#turns.release();
    this.#host.closed(this);
  }
}
