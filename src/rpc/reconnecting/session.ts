import { ConnectionError, ProtocolError } from '../../errors.js';
import type { Callable, EventMessage, Procedure } from '../../protocol/procedure.js';
import type { Transport } from '../../transport/transport.js';
import type { Reply } from '../call.js';
import { CallLimit } from '../call-limit.js';
import type { DaemonSession } from '../daemon-session.js';
import type { ConnectionInfo } from '../diagnostics/connection.js';
import type { KeepaliveSettings } from '../keepalive.js';
import type { SessionEnd } from '../loss.js';
import { type CallOptions, checkCallOptions } from '../options.js';
import type { Session } from '../session.js';
import type { Stream, StreamSink } from '../stream.js';
import { withDuplicates } from './held-descriptors.js';
import { Line } from './line.js';
import type { ReconnectPlan, Reopen } from './plan.js';
import { onlyReads } from './reads.js';
import type { Succession } from './succession.js';

/** How often a call that only reads is made again at most: it may be what the daemon dies of. */
const MAX_REPEATS = 3;

/** Makes a call on whatever session there is. */
type Attempt<T> = (session: Session, options: CallOptions | undefined) => Promise<T>;

/**
 * A conversation with a daemon that goes on with another session when one is lost. What was sent on a session that is lost is
 * not sent again, unless it only reads and that is wanted.
 */
export class ReconnectingSession implements DaemonSession {
  /** The sessions themselves have none: a call's time passes while there is none of them, too. */
  readonly limit: CallLimit = new CallLimit();
  readonly #line: Line;
  readonly #plan: ReconnectPlan;

  /** @param session the first, on which nothing has been said yet */
  constructor(session: Session, plan: ReconnectPlan, reopen: Reopen) {
    this.#plan = plan;
    this.#line = new Line(session, plan, reopen);
  }

  /** The first session is open. From now on, when one is lost, another takes its place. */
  opened(): void {
    this.#line.opened();
  }

  get succession(): Succession {
    return this.#line;
  }

  get present(): Session {
    return this.#line.session;
  }

  /** That of the session that there is, or was last. */
  get transport(): Transport {
    return this.#line.session.transport;
  }

  get about(): ConnectionInfo {
    return this.#line.newest.about;
  }

  /** Fulfilled when there will be no session any more. Never rejected. */
  get ended(): Promise<SessionEnd> {
    return this.#line.ended;
  }

  get hypervisorReason(): number | null {
    return this.#line.session.hypervisorReason;
  }

  /** Whether calls can be made: at once or, where they may wait, in time. */
  get open(): boolean {
    return this.#line.open;
  }

  get connected(): boolean {
    return this.#line.current() !== null;
  }

  setKeepalive(settings: KeepaliveSettings | null): void {
    this.#line.setKeepalive(settings);
  }

  ref(keep: boolean): void {
    this.#line.ref(keep);
  }

  on<Msg>(event: EventMessage<Msg>, handler: (msg: Msg) => void): () => void {
    return this.#line.on(event, handler);
  }

  hypervisorLost(reason: number): void {
    this.#line.newest.hypervisorLost(reason);
  }

  call<Args, Ret>(procedure: Callable<Args, Ret>, args: Args, options?: CallOptions): Promise<Ret> {
    const repeats = this.#plan.retryReads && onlyReads(procedure) ? MAX_REPEATS : 0;
    return this.#make(procedure.name, options, repeats, (session, left) => session.call(procedure, args, left));
  }

  callAccepting<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    accept: (value: Ret) => void,
    options?: CallOptions,
  ): Promise<Ret> {
    return this.#make(procedure.name, options, 0, (session, left) =>
      session.callAccepting(procedure, args, accept, left),
    );
  }

  callCarrying<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    fds: readonly number[],
    options?: CallOptions,
  ): Promise<Ret> {
    return this.#carry(
      procedure.name,
      fds,
      options,
      (copies) => (session, left) => session.callCarrying(procedure, args, copies, left),
    );
  }

  callWithFds<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    fds: readonly number[],
    options?: CallOptions,
  ): Promise<Reply<Ret>> {
    return this.#carry(
      procedure.name,
      fds,
      options,
      (copies) => (session, left) => session.callWithFds(procedure, args, copies, left),
    );
  }

  /** Where there is no session now, `succession.ready` tells when there is. */
  openStream<Args, Ret>(
    procedure: Procedure<Args, Ret>,
    args: Args,
    sink: StreamSink,
    options?: { readonly sparse?: boolean; readonly timeout?: number | undefined },
  ): Stream {
    const { sparse, timeout } = options ?? {};
    const limited = this.limit.optionsOf(procedure, { timeout });
    return this.#line.session.openStream(procedure, args, sink, {
      ...(sparse && { sparse }),
      timeout: limited?.timeout,
    });
  }

  close(farewell: Procedure<void, void>, timeout: number): Promise<void> {
    return this.#line.close(farewell, timeout);
  }

  end(why: SessionEnd): void {
    this.#line.end(why);
  }

  /** Makes a call with descriptors, which are never sent again once they have been. */
  async #carry<T>(
    name: string,
    fds: readonly number[],
    options: CallOptions | undefined,
    attemptWith: (copies: readonly number[]) => Attempt<T>,
  ): Promise<T> {
    const { session } = this.#line;
    const { transport } = session;
    // It says why it cannot carry them; or they cannot be kept, for as long as it takes, where the caller may close its own.
    const kept = fds.length === 0 || transport.duplicatesLast === true;
    if (!transport.supportsFds || !kept) return await attemptWith(fds)(session, options);
    if (fds.length === 0) return await this.#make(name, options, 0, attemptWith(fds));
    const make = (copies: readonly number[]): Promise<T> => this.#make(name, options, 0, attemptWith(copies));
    return await withDuplicates(transport, fds, make);
  }

  /**
   * Makes a call, on the next session where one is lost before it was sent.
   *
   * @param repeats how often it may be made again after it was sent
   */
  async #make<T>(name: string, given: CallOptions = {}, repeats: number, attempt: Attempt<T>): Promise<T> {
    checkCallOptions(given);
    const left = remainder(this.limit.optionsOf({ name }, given) ?? given);
    for (let sent = 0; ; ) {
      const session = this.#line.current() ?? (await this.#line.next(name, left(), sent > 0));
      try {
        return await attempt(session, left());
      } catch (error) {
        if (!(error instanceof ConnectionError) || session.open || !this.#line.comesBack(error)) throw error;
        if (error.sent && sent++ >= repeats) throw error;
        // What the daemon could not say in order it would not say in order again.
        if (error.sent && session.why instanceof ProtocolError) throw error;
      }
    }
  }
}

/** Makes the options of later attempts, so that the timeout, which begins now, holds for all of them. */
function remainder(options: CallOptions): () => CallOptions {
  const { timeout } = options;
  if (timeout === undefined) return () => options;
  const begin = performance.now();
  return () => ({ ...options, timeout: Math.max(1, timeout - (performance.now() - begin)) });
}
