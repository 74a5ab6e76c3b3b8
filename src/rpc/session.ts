import { ProtocolError, UnsupportedError } from '../errors.js';
import type { Frame } from '../protocol/frame.js';
import { FrameDecoder } from '../protocol/frame-decoder.js';
import { PROGRAM as KEEPALIVE, procedures as keepalive } from '../protocol/generated/keepalive/index.js';
import {
  VIR_NET_CALL,
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_MESSAGE,
  VIR_NET_STREAM,
  VIR_NET_STREAM_HOLE,
} from '../protocol/generated/net/index.js';
import type { Callable, EventMessage, Procedure } from '../protocol/procedure.js';
import type { Transport } from '../transport/transport.js';
import { type Call, NO_FDS, type Reply } from './call.js';
import { CallLimit } from './call-limit.js';
import { conclude, end, takeReply, takeValue } from './conclude.js';
import { tellRefusal } from './diagnostics/call.js';
import type { ConnectionInfo } from './diagnostics/connection.js';
import { recordStream } from './diagnostics/stream.js';
import { traced } from './diagnostics/wire.js';
import { EventTable } from './event-table.js';
import { Hold } from './hold.js';
import { Keepalive, type KeepaliveSettings } from './keepalive.js';
import { callLost, hypervisorLost, type SessionEnd, streamLost, transportLost } from './loss.js';
import type { CallOptions } from './options.js';
import { Outbox } from './outbox.js';
import { PendingCalls } from './pending-calls.js';
import { ReadGate } from './read-gate.js';
import { ProtectableTransport } from './sasl/protectable-transport.js';
import type { SecurityLayer } from './sasl/security-layer.js';
import { Stranger } from './stranger.js';
import { Stream, type StreamHost, type StreamSink } from './stream.js';
import { StreamTable } from './stream-table.js';
import { lookForTraces } from './trace.js';

export interface SessionOptions {
  /** Calls that may be on their way at a time. */
  readonly maxInFlight: number;
  /** What diagnostics call the connection. Default: what carries it. */
  readonly about?: ConnectionInfo;
}

/** A conversation with a daemon over one transport: calls and their replies, events, and the conversation's end. */
export class Session {
  readonly transport: Transport;
  /** What diagnostics call the connection. */
  readonly about: ConnectionInfo;
  /** Fulfilled when the session is over. Never rejected. */
  readonly ended: Promise<SessionEnd>;
  /** The `virConnectCloseReason` that the daemon gave, where its own connection, to the hypervisor, ended first. */
  hypervisorReason: number | null = null;
  /** How long a call may take whose own options do not say. */
  readonly limit: CallLimit = new CallLimit();
  /** No other takes its place. */
  readonly succession: null = null;
  readonly present: Session = this;
  readonly #events = new EventTable();
  readonly #outbox: Outbox;
  readonly #calls: PendingCalls;
  readonly #decoder: FrameDecoder;
  readonly #keepalive: Keepalive;
  readonly #hold: Hold;
  readonly #streams: StreamTable;
  readonly #protectable: ProtectableTransport | null;
  readonly #gate: ReadGate;
  #over = false;
  #closing = false;
  #why: SessionEnd = null;
  readonly #stranger = new Stranger();
  #end!: (why: SessionEnd) => void;

  constructor(given: Transport, { maxInFlight, about }: SessionOptions) {
    lookForTraces();
    this.#protectable = given.secure ? null : new ProtectableTransport(given);
    const transport = traced(this.#protectable ?? given);
    this.transport = transport;
    this.about = about ?? { uri: null, transport: given.kind, host: null, port: null };
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#outbox = new Outbox(transport, maxInFlight);
    this.#hold = new Hold(transport);
    this.#streams = new StreamTable(this.#hold);
    const isTaken = (serial: number): boolean => this.#streams.has(serial);
    this.#calls = new PendingCalls(transport, this.#outbox, this.#hold, isTaken, this.about);
    this.#keepalive = new Keepalive({
      post: (header) => this.#outbox.post(header),
      fail: (error) => this.end(error),
    });
    this.#gate = new ReadGate(transport, {
      waiting: () => this.#outbox.awaiting || this.#streams.closing,
      deaf: (deaf) => this.#keepalive.deaf(deaf),
    });
    this.#decoder = new FrameDecoder({
      frame: (frame) => this.#dispatch(frame),
      stray: (fds) => transport.release(fds),
    });
    transport.start({
      data: (bytes) => this.#data(bytes),
      descriptors: (fds) => this.#descriptors(fds),
      drain: () => this.#outbox.drain(),
      close: (error) => this.#lost(error),
    });
  }

  /** Whether calls can be made. */
  get open(): boolean {
    return !this.#over && !this.#closing;
  }

  /** What the other side has said, where none of that was a message: it may be no daemon. `null`: nothing of that kind. */
  get strange(): string | null {
    return this.#stranger.seen;
  }

  /** Whether there is a daemon at the other end, as far as this side knows. */
  get connected(): boolean {
    return this.open;
  }

  /** Why it ended. `null`: it has not, or this side has closed it. */
  get why(): SessionEnd {
    return this.#why;
  }

  /** Milliseconds since the daemon was heard last, as far as keepalive watches that. */
  get silence(): number {
    return this.#keepalive.silence;
  }

  /** Begins to ask a silent daemon whether it is there; `null` ends that. Its own questions are always answered. */
  setKeepalive(settings: KeepaliveSettings | null): void {
    if (!this.#over) this.#keepalive.start(settings);
  }

  /**
   * Whether the session keeps the process alive while it is idle, as it does from the start. A call without its reply, and
   * a stream that is open, do so in any case.
   */
  ref(keep: boolean): void {
    if (!this.#over) this.#hold.ref(keep);
  }

  /**
   * Has a layer protect all that follows, both ways.
   *
   * @throws ProtocolError where something unprotected has come already that nobody asked for
   */
  protect(layer: SecurityLayer): void {
    if (this.#protectable === null) {
      throw new UnsupportedError(
        `a SASL security layer is not for ${this.transport.kind}, which is secure without one`,
      );
    }
    const { unfinished } = this.#decoder;
    if (unfinished > 0) {
      throw new ProtocolError(`${unfinished} bytes came behind the login's end without the protection it agreed on`);
    }
    this.#protectable.protect(layer);
  }

  /** Calls `handler`, while the message is dispatched, for each such event. Returns what ends that. */
  on<Msg>(event: EventMessage<Msg>, handler: (msg: Msg) => void): () => void {
    return this.#events.on(event, handler);
  }

  /**
   * Makes a call.
   *
   * @throws RemoteError, ConnectionError, ProtocolError, AbortError, TimeoutError; TypeError and RangeError for
   *   arguments that the protocol cannot carry
   */
  call<Args, Ret>(procedure: Callable<Args, Ret>, args: Args, options?: CallOptions): Promise<Ret> {
    return this.#submit(procedure, args, NO_FDS, false, options).then(takeValue) as Promise<Ret>;
  }

  /**
   * Makes a call whose reply sets up what later messages belong to: `accept` is given what the reply carries while it is
   * dispatched, before any later message is. It must not throw.
   *
   * @throws as `call`
   */
  callAccepting<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    accept: (value: Ret) => void,
    options?: CallOptions,
  ): Promise<Ret> {
    const take = accept as (value: unknown) => void;
    return this.#submit(procedure, args, NO_FDS, false, options, take).then(takeValue) as Promise<Ret>;
  }

  /**
   * Makes a call that carries duplicates of `fds`.
   *
   * @throws as `call`; UnsupportedError where the transport carries no descriptors and there are some
   */
  callCarrying<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    fds: readonly number[],
    options?: CallOptions,
  ): Promise<Ret> {
    return this.#submit(procedure, args, fds, false, options).then(takeValue) as Promise<Ret>;
  }

  /**
   * Makes a call that carries duplicates of `fds`, and whose reply may carry descriptors. Those are the caller's.
   *
   * @throws as `call`; UnsupportedError where the transport carries no descriptors
   */
  callWithFds<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    fds: readonly number[],
    options?: CallOptions,
  ): Promise<Reply<Ret>> {
    return this.#submit(procedure, args, fds, true, options).then(takeReply) as Promise<Reply<Ret>>;
  }

  /**
   * Makes a call that opens a stream. What goes wrong with it is the stream's failure, and so is the call's.
   *
   * @param sparse whether the call's flags allow holes
   * @throws TypeError and RangeError for arguments that the protocol cannot carry; ConnectionError where the session is
   *   over. The sink is told nothing then
   */
  openStream<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    sink: StreamSink,
    { sparse = false, timeout }: { readonly sparse?: boolean; readonly timeout?: number | undefined } = {},
  ): Stream {
    const call = this.#begin(procedure, args, NO_FDS, false, { timeout }, (ret) => stream.opened(ret));
    const record = recordStream(this.about, procedure, call.serial);
    const stream: Stream = new Stream(this.#hostFor(call), procedure, call.serial, { sparse, record }, sink);
    this.#streams.add(stream);
    this.#gate.look();
    call.settled.then(end).catch((error: Error) => stream.fail(error));
    return stream;
  }

  /**
   * Ends the session in order: what is pending is rejected at once, the daemon is told by `farewell`, and its answer is
   * awaited for so many milliseconds. Never rejected.
   */
  async close(farewell: Procedure<void, void>, timeout: number): Promise<void> {
    if (!this.open) return;
    this.#closing = true;
    this.#keepalive.stop();
    this.#calls.abandonAll((procedure, sent) => callLost(this.#why, procedure, sent));
    this.#streams.failAll((procedure) => streamLost(this.#why, procedure));
    this.#outbox.allowOneMore();
    const last = this.#calls.submit(farewell, undefined, NO_FDS, false, { timeout });
    conclude(await last.settled);
    this.end(null);
  }

  /** The daemon says that its own connection, to the hypervisor, is over. */
  hypervisorLost(reason: number): void {
    this.hypervisorReason ??= reason;
    this.end(hypervisorLost(reason));
  }

  /** Ends the session, because of `why`: whatever is pending is rejected at once. */
  end(why: SessionEnd): void {
    if (this.#over) return;
    this.#over = true;
    this.#why = why;
    this.#keepalive.end();
    this.#gate.end();
    this.#outbox.close();
    this.#decoder.end();
    this.#calls.rejectAll((procedure, sent) => callLost(this.#why, procedure, sent));
    this.#streams.failAll((procedure) => streamLost(this.#why, procedure));
    this.transport.close();
    this.#end(why);
  }

  /** None of this is an `async` function: of those, each costs a call more than all that is done for it here. */
  #submit<Args, Ret>(
    procedure: Callable<Args, Ret>,
    args: Args,
    fds: readonly number[],
    wantsFds: boolean,
    options: CallOptions | undefined,
    accept: ((value: unknown) => void) | null = null,
  ): Promise<Call> {
    try {
      const call = this.#begin(procedure, args, fds, wantsFds, options, accept);
      this.#gate.look();
      return call.settled;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #begin<Args, Ret>(
    procedure: Callable<Args, Ret>,
    args: Args,
    fds: readonly number[],
    wantsFds: boolean,
    options: CallOptions | undefined,
    accept: ((value: unknown) => void) | null,
  ): Call {
    const { name } = procedure;
    const { supportsFds, whyNoFds } = this.transport;
    try {
      if ((wantsFds || fds.length > 0) && !supportsFds) {
        throw new UnsupportedError(`${name} cannot carry descriptors: ${whyNoFds}`);
      }
      if (!this.open) throw callLost(this.#why, name, false);
      return this.#calls.submit(procedure, args, fds, wantsFds, this.limit.optionsOf(procedure, options), accept);
    } catch (error) {
      tellRefusal(this.about, procedure, error);
      throw error;
    }
  }

  /** What the stream that a call opens needs of this session. */
  #hostFor(call: Call): StreamHost {
    return {
      send: (packet) => this.#outbox.send(packet),
      recall: (packet) => this.#outbox.recall(packet),
      came: (stream, bytes) => this.#gate.came(stream, bytes),
      hold: (stream, held) => {
        if (!this.#over) this.#gate.hold(stream, held);
      },
      keep: (stream) => this.#streams.add(stream),
      forget: (stream) => this.#streams.delete(stream),
      giveUp: () => call.abort(),
    };
  }

  #data(bytes: Buffer): void {
    if (this.#over) return;
    this.#keepalive.heard();
    this.#stranger.said(bytes);
    try {
      this.#decoder.push(bytes);
      this.#gate.wasRead();
    } catch (error) {
      this.#broken(error);
    }
  }

  #descriptors(fds: readonly number[]): void {
    if (this.#over) {
      this.transport.release(fds);
      return;
    }
    try {
      this.#decoder.pushDescriptors(fds);
    } catch (error) {
      this.#broken(error);
    }
  }

  #broken(error: unknown): void {
    if (!(error instanceof ProtocolError)) throw error;
    const { strange } = this;
    this.end(strange === null ? error : new ProtocolError(`${error.message}: ${strange}`, null, { cause: error }));
  }

  #lost(error: Error | null): void {
    if (this.#over) return;
    if (this.#closing) {
      this.end(null);
      return;
    }
    this.end(transportLost(error, this.#decoder.unfinished, this.strange));
  }

  #dispatch(frame: Frame): void {
    this.#stranger.isDaemon();
    const { header, fds } = frame;
    if (this.#over) {
      this.transport.release(fds);
      return;
    }
    switch (header.type) {
      case VIR_NET_MESSAGE:
        if (header.prog !== KEEPALIVE) this.#events.dispatch(frame);
        else if (header.proc === keepalive.PING.number) this.#keepalive.pinged();
        return;
      case VIR_NET_STREAM:
      case VIR_NET_STREAM_HOLE:
        this.#streams.dispatch(frame);
        return;
      case VIR_NET_CALL:
      case VIR_NET_CALL_WITH_FDS:
        this.transport.release(fds);
        throw new ProtocolError(`the daemon made a call, of procedure ${header.proc}`);
      default:
        this.#calls.reply(frame);
    }
  }
}
