import { type TracingChannel, tracingChannel } from 'node:diagnostics_channel';
import type { StreamDirection } from '../../protocol/procedure.js';
import type { ReplyForm } from '../call.js';
import type { ConnectionInfo } from './connection.js';
import { type ErrorSummary, type Outcome, outcomeOf, summaryOf } from './error-summary.js';
import { programName } from './program-name.js';
import { tellBegin, tellEnd } from './watched.js';

export type { StreamDirection };

/**
 * What the tracing channel `libvirt-rpc:stream` tells of a stream: one object from its beginning to its end. The call that
 * opens it is told of as a call, too.
 */
export interface StreamMessage {
  readonly connection: ConnectionInfo;
  /** Whose procedure opens it: `'remote'`. */
  readonly program: string;
  /** The procedure that opens it: `'STORAGE_VOL_DOWNLOAD'`. */
  readonly procedure: string;
  /** The number of the call that opens it. */
  readonly serial: number;
  /** As this side sees it; `null` where the procedure opens none as far as this library knows. */
  readonly direction: StreamDirection | null;
  /** When it was asked for, as `performance.now()` tells. */
  readonly startTime: number;
  /** Milliseconds until the daemon had opened it; `null`: it has not. */
  readonly openTime: number | null;
  /** Milliseconds from its beginning to its end; `null` until then. */
  readonly duration: number | null;
  /** `null` until it has ended; `'ok'`: both sides have agreed on its end. */
  readonly outcome: Outcome | null;
  /** `null` where nothing is wrong. */
  readonly error: ErrorSummary | null;
  /** Bytes of data. Holes are none. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
}

const streams: TracingChannel<unknown, StreamMessage> = tracingChannel('libvirt-rpc:stream');

/** What is written down of a stream that somebody watches. */
export class StreamRecord {
  readonly #message: { -readonly [Key in keyof StreamMessage]: StreamMessage[Key] };

  constructor(connection: ConnectionInfo, { program, name, stream }: ReplyForm, serial: number) {
    this.#message = {
      connection,
      program: programName(program),
      procedure: name,
      serial,
      direction: stream,
      startTime: performance.now(),
      openTime: null,
      duration: null,
      outcome: null,
      error: null,
      bytesSent: 0,
      bytesReceived: 0,
    };
    tellBegin(streams, this.#message);
  }

  opened(): void {
    this.#message.openTime = this.#elapsed;
  }

  sent(bytes: number): void {
    this.#message.bytesSent += bytes;
  }

  came(bytes: number): void {
    this.#message.bytesReceived += bytes;
  }

  /** @param error `null`: none; `undefined`: this side has aborted it. What is told first counts */
  end(error: Error | null | undefined): void {
    const message = this.#message;
    if (message.outcome !== null) return;
    message.duration = this.#elapsed;
    message.outcome = error === undefined ? 'aborted' : outcomeOf(error);
    message.error = error === undefined ? null : summaryOf(error);
    tellEnd(streams, message);
  }

  get #elapsed(): number {
    return performance.now() - this.#message.startTime;
  }
}

/** What a stream is to be written down in; `null` where nobody watches. */
export function recordStream(connection: ConnectionInfo, form: ReplyForm, serial: number): StreamRecord | null {
  return streams.hasSubscribers ? new StreamRecord(connection, form, serial) : null;
}
