import { offAbort, onAbort } from '../abort.js';
import { AbortError, TimeoutError } from '../errors.js';
import type { Callable } from '../protocol/procedure.js';
import type { CallRecord } from './diagnostics/call.js';
import { type CallOptions, limitOf } from './options.js';

/** How a call ended well. */
export interface Reply<Ret> {
  readonly value: Ret;
  /** Descriptors that came with the reply, and are the caller's. */
  readonly fds: readonly number[];
}

export const NO_FDS: readonly number[] = [];

/** Where a call is on its way. */
export const CallState = {
  /** Waits for a place, with its frame and its descriptors. */
  QUEUED: 0,
  /** Is in the bytes that leave at the end of this tick. */
  BATCHED: 1,
  /** Has been given to the transport. */
  SENT: 2,
} as const;
export type CallState = (typeof CallState)[keyof typeof CallState];

/** What gives up a call that its caller does not wait for any longer. */
export interface CallOwner {
  abandon(call: Call, failure: (sent: boolean) => Error): void;
  /** It has ended, for whoever waits. Called once. */
  settled(): void;
}

/** What a pending call keeps of its procedure, whatever its arguments were. */
export type ReplyForm = Omit<Callable<never, unknown>, 'args'>;

/** One call that has no reply yet. */
export class Call {
  readonly procedure: ReplyForm;
  readonly serial: number;
  readonly wantsFds: boolean;
  state: CallState = CallState.QUEUED;
  /** Nobody waits for the reply any more: it is read past, and its descriptors are closed. */
  abandoned = false;
  /** The frame, while queued. */
  bytes: Buffer | null = null;
  /** Where the frame begins and ends in the batch, while batched. */
  start = 0;
  end = 0;
  /** Duplicates of the caller's descriptors, until the transport has them. */
  fds: readonly number[] = NO_FDS;
  /** How it ended badly, if it did. The error is made where the caller waits, so that its stack leads there. */
  failure: (() => Error) | null = null;
  /** How it ended well: what the reply carried. */
  value: unknown = undefined;
  /** Descriptors that came with the reply, and are the caller's. */
  received: readonly number[] = NO_FDS;
  /** Is told what the reply carries while it is dispatched, whether or not anybody still waits for it. */
  accept: ((value: unknown) => void) | null = null;
  /** What it is written down in, where somebody watches. */
  record: CallRecord | null = null;
  /** Fulfilled, with the call itself, when it has ended. Never rejected. */
  readonly settled: Promise<Call>;
  readonly #owner: CallOwner;
  #settle!: (call: Call) => void;
  #signal: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(owner: CallOwner, procedure: ReplyForm, serial: number, wantsFds: boolean) {
    this.#owner = owner;
    this.procedure = procedure;
    this.serial = serial;
    this.wantsFds = wantsFds;
    this.settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Begins to watch for what ends the call early. */
  watch(options: CallOptions): void {
    const { signal } = options;
    if (signal !== undefined) {
      this.#signal = signal;
      onAbort(signal, this);
    }
    const limit = limitOf(options);
    if (limit !== null) this.#timer = setTimeout(onTimeout, limit, this, limit);
  }

  succeed(value: unknown, fds: readonly number[]): void {
    this.value = value;
    this.received = fds;
    this.#end();
  }

  fail(failure: () => Error): void {
    this.failure = failure;
    this.#end();
  }

  /** The signal fired. */
  handleEvent(): void {
    const cause: unknown = this.#signal?.reason;
    this.abort({ cause });
  }

  /** Nobody wants it any more. */
  abort(options: ErrorOptions = {}): void {
    const { name } = this.procedure;
    this.#owner.abandon(this, (sent) => new AbortError(`${name} was aborted${tense(sent)}`, sent, options));
  }

  expire(timeout: number): void {
    const { name } = this.procedure;
    this.#owner.abandon(
      this,
      (sent) => new TimeoutError(`${name} was not answered within ${timeout} ms${tense(sent)}`, sent),
    );
  }

  #end(): void {
    offAbort(this.#signal, this);
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#owner.settled();
    this.#settle(this);
  }
}

function onTimeout(call: Call, timeout: number): void {
  call.expire(timeout);
}

/** What a caller must know of a call that was given up. */
export function tense(sent: boolean): string {
  return sent ? ': it had been sent, and may take effect' : ' before it was sent';
}
