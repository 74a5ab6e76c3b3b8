import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import type { Frame } from '../../protocol/frame.js';
import { MIN_FRAME } from '../../protocol/frame.js';
import { VIR_NET_REPLY_WITH_FDS } from '../../protocol/generated/net/index.js';
import type { ReplyForm } from '../call.js';
import type { ConnectionInfo } from './connection.js';
import { type ErrorSummary, type Outcome, outcomeOf, summaryOf } from './error-summary.js';
import { programName } from './program-name.js';
import { tellBegin, tellEnd } from './watched.js';

/**
 * What the tracing channel `libvirt-rpc:call` tells of a call: one object from its beginning to its end. Neither its
 * arguments nor its result are there.
 */
export interface CallMessage {
  readonly connection: ConnectionInfo;
  /** Whose procedure it is: `'remote'`, `'qemu'`, `'lxc'` or `'admin'`. */
  readonly program: string;
  /** The C name less the program's prefix: `'DOMAIN_LOOKUP_BY_NAME'`. */
  readonly procedure: string;
  /** The call's number in its connection; `null` where it was refused. */
  readonly serial: number | null;
  /** When it was made, as `performance.now()` tells. */
  readonly startTime: number;
  /** Milliseconds until it was given to the transport; `null`: it has not been, or was never. */
  readonly queueTime: number | null;
  /** Milliseconds from its beginning to its end; `null` until then. */
  readonly duration: number | null;
  /** `null` until it has ended. */
  readonly outcome: Outcome | null;
  /** `null` where nothing is wrong. */
  readonly error: ErrorSummary | null;
  /** The length of the message that was sent: 0 where none was. */
  readonly bytesSent: number;
  /** The length of the reply: 0 where none came in time. */
  readonly bytesReceived: number;
  readonly descriptorsSent: number;
  readonly descriptorsReceived: number;
}

const calls: TracingChannel<unknown, CallMessage> = tracingChannel('libvirt-rpc:call');

/** What is written down of a call that somebody watches. */
export class CallRecord {
  readonly #message: { -readonly [Key in keyof CallMessage]: CallMessage[Key] };
  readonly #descriptors: number;

  constructor(connection: ConnectionInfo, { program, name }: ReplyForm, descriptors: number) {
    this.#descriptors = descriptors;
    this.#message = {
      connection,
      program: programName(program),
      procedure: name,
      serial: null,
      startTime: performance.now(),
      queueTime: null,
      duration: null,
      outcome: null,
      error: null,
      bytesSent: 0,
      bytesReceived: 0,
      descriptorsSent: 0,
      descriptorsReceived: 0,
    };
  }

  begin(serial: number | null): void {
    this.#message.serial = serial;
    tellBegin(calls, this.#message);
  }

  /** The transport has it. */
  sent(bytes: number): void {
    this.#message.queueTime = this.#elapsed;
    this.#message.bytesSent = bytes;
    this.#message.descriptorsSent = this.#descriptors;
  }

  replied({ header, start, end, fds }: Frame): void {
    const counted = header.type === VIR_NET_REPLY_WITH_FDS ? 4 : 0;
    this.#message.bytesReceived = MIN_FRAME + counted + end - start;
    this.#message.descriptorsReceived = fds.length;
  }

  /** @param error `null`: none */
  end(error: unknown): void {
    this.#message.duration = this.#elapsed;
    this.#message.outcome = outcomeOf(error);
    this.#message.error = summaryOf(error);
    tellEnd(calls, this.#message);
  }

  get #elapsed(): number {
    return performance.now() - this.#message.startTime;
  }
}

/** What a call is to be written down in; `null` where nobody watches. */
export function recordCall(connection: ConnectionInfo, form: ReplyForm, descriptors: number): CallRecord | null {
  return calls.hasSubscribers ? new CallRecord(connection, form, descriptors) : null;
}

/** Tells of a call that came to nothing before it had begun. */
export function tellRefusal(connection: ConnectionInfo, form: ReplyForm, error: unknown): void {
  const record = recordCall(connection, form, 0);
  record?.begin(null);
  record?.end(error);
}
