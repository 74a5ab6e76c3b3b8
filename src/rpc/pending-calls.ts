import { AbortError, ProtocolError, RemoteError } from '../errors.js';
import type { Frame } from '../protocol/frame.js';
import { VIR_NET_ERROR, VIR_NET_OK } from '../protocol/generated/net/index.js';
import type { Callable } from '../protocol/procedure.js';
import { readRemoteError } from '../protocol/remote-error.js';
import { XdrReader } from '../protocol/xdr/reader.js';
import type { Transport } from '../transport/transport.js';
import { Call, type CallOwner, CallState, NO_FDS, tense } from './call.js';
import { CallTable } from './call-table.js';
import { recordCall } from './diagnostics/call.js';
import type { ConnectionInfo } from './diagnostics/connection.js';
import type { Hold } from './hold.js';
import { type CallOptions, checkCallOptions } from './options.js';
import type { Outbox } from './outbox.js';
import { callTrace } from './trace.js';

/** The calls that have no reply yet, by serial: those that wait to be sent as well as those that have been given up. */
export class PendingCalls implements CallOwner {
  readonly #transport: Transport;
  readonly #outbox: Outbox;
  readonly #hold: Hold;
  readonly #isTaken: (serial: number) => boolean;
  readonly #about: ConnectionInfo;
  readonly #calls = new CallTable();

  /**
   * @param isTaken whether a serial is that of something else than a call
   * @param about what diagnostics call the connection
   */
  constructor(
    transport: Transport,
    outbox: Outbox,
    hold: Hold,
    isTaken: (serial: number) => boolean,
    about: ConnectionInfo,
  ) {
    this.#transport = transport;
    this.#outbox = outbox;
    this.#hold = hold;
    this.#isTaken = isTaken;
    this.#about = about;
  }

  /** Sends a call, or queues it. @throws TypeError, RangeError, AbortError before anything has happened */
  submit<Args, Ret>(
    procedure: Callable<Args, Ret>,
    args: Args,
    fds: readonly number[],
    wantsFds: boolean,
    options: CallOptions | undefined,
    accept: ((value: unknown) => void) | null = null,
  ): Call {
    if (options !== undefined) checkCallOptions(options);
    if (options?.signal?.aborted) {
      const cause: unknown = options.signal.reason;
      throw new AbortError(`${procedure.name} was aborted${tense(false)}`, false, { cause });
    }
    const call = new Call(this, procedure, this.#nextSerial(), wantsFds);
    call.record = recordCall(this.#about, procedure, fds.length);
    this.#outbox.submit(call, procedure.args, args, fds);
    call.accept = accept;
    this.#calls.add(call);
    this.#hold.begin();
    if (options !== undefined) call.watch(options);
    call.record?.begin(call.serial);
    callTrace('#%d %s, %d descriptors', call.serial, procedure.name, fds.length);
    return call;
  }

  settled(): void {
    this.#hold.end();
  }

  /** The caller does not wait any longer. What has been sent stays in the table, so that its reply is known when it comes. */
  abandon(call: Call, failure: (sent: boolean) => Error): void {
    if (call.abandoned || this.#calls.get(call.serial) !== call) return;
    const sent = !this.#outbox.withdraw(call);
    if (sent) call.abandoned = true;
    else this.#calls.delete(call);
    call.fail(() => failure(sent));
  }

  /**
   * Settles the call that a reply belongs to.
   *
   * @throws ProtocolError where it belongs to none, or is not what the procedure returns
   */
  reply(frame: Frame): void {
    const { header } = frame;
    const call = this.#calls.get(header.serial);
    if (call === undefined || call.state !== CallState.SENT) {
      this.#transport.release(frame.fds);
      throw new ProtocolError(`a reply came to call ${header.serial}, which was not made`);
    }
    this.#calls.delete(call);
    call.record?.replied(frame);
    try {
      this.#read(call, frame);
    } catch (error) {
      this.#transport.release(frame.fds);
      if (!call.abandoned) call.fail(() => error as Error);
      throw error;
    }
    this.#outbox.release();
  }

  /** Gives everything up, as if every caller had; `failure` is told whether the call had been sent. */
  abandonAll(failure: (procedure: string, sent: boolean) => Error): void {
    for (const call of this.#calls.all()) {
      this.abandon(call, (sent) => failure(call.procedure.name, sent));
    }
  }

  /** Rejects everything, and expects no more replies; `failure` is told whether the call had been sent. */
  rejectAll(failure: (procedure: string, sent: boolean) => Error): void {
    for (const call of this.#calls.all()) {
      this.#calls.delete(call);
      const sent = call.state === CallState.SENT;
      if (!call.abandoned) call.fail(() => failure(call.procedure.name, sent));
    }
  }

  #nextSerial(): number {
    for (;;) {
      const serial = this.#calls.nextSerial();
      if (!this.#isTaken(serial)) return serial;
    }
  }

  #read(call: Call, frame: Frame): void {
    const { procedure } = call;
    const { header, bytes, start, end, fds } = frame;
    if (header.prog !== procedure.program || header.vers !== procedure.version || header.proc !== procedure.number) {
      throw new ProtocolError(
        `the reply to call ${header.serial}, ${procedure.name}, is of procedure ${header.proc} of program ` +
          `0x${header.prog.toString(16)} version ${header.vers}`,
      );
    }
    if (header.status === VIR_NET_ERROR) {
      const fields = readRemoteError(frame);
      this.#transport.release(fds);
      callTrace('#%d %s failed: %s', header.serial, procedure.name, fields.code);
      if (!call.abandoned) call.fail(() => new RemoteError(fields, procedure.name));
      return;
    }
    if (header.status !== VIR_NET_OK) throw new ProtocolError(`a reply has the status ${header.status}`);
    const reader = new XdrReader(bytes, procedure.ret.name, start, end);
    const value: unknown = procedure.ret.read(reader);
    reader.finish();
    callTrace('#%d %s done, %d descriptors', header.serial, procedure.name, fds.length);
    if (call.accept !== null) call.accept(value);
    const wanted = call.wantsFds && !call.abandoned;
    if (!wanted) this.#transport.release(fds);
    if (!call.abandoned) call.succeed(value, wanted ? fds : NO_FDS);
  }
}
