import { ConnectionError } from '../../errors.js';
import type { Session } from '../session.js';
import { connectionTrace } from '../trace.js';
import type { Backoff } from './backoff.js';
import { isHopeless } from './hopeless.js';
import type { ReconnectPlan, Reopen } from './plan.js';
import type { Loss } from './succession.js';

/** What coming back needs of the connection that does. */
export interface ReturnHost {
  /** An attempt will be made after so many milliseconds. */
  connecting(attempt: number, delay: number, error: Error): void;
  /** There is a session, on which nothing has been said yet. */
  begin(session: Session): void;
  /** The session is open: whatever has to be set up on it is, before this is fulfilled. */
  settle(session: Session): Promise<void>;
  /** The session is the connection's now. */
  reopened(session: Session, attempt: number): void;
  /** There will be no other. */
  gaveUp(why: ConnectionError): void;
}

/** One way back, from a loss until there is another session, or there will be none. */
export class Return {
  readonly #host: ReturnHost;
  readonly #plan: ReconnectPlan;
  readonly #reopen: Reopen;
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #keep: boolean;
  #wake: (() => void) | undefined;

  /** @param keep whether it keeps the process alive */
  constructor(host: ReturnHost, plan: ReconnectPlan, reopen: Reopen, keep: boolean) {
    this.#host = host;
    this.#plan = plan;
    this.#reopen = reopen;
    this.#keep = keep;
  }

  /** Makes attempts until one succeeds. Never rejected. */
  async run(why: Loss, backoff: Backoff): Promise<void> {
    const { attempts } = this.#plan;
    const { signal } = this.#end;
    let error: Error = why;
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const delay = backoff.next();
      connectionTrace('attempt %d in %d ms: %s', attempt, delay, error.message);
      this.#host.connecting(attempt, delay, error);
      await this.#pause(delay);
      if (signal.aborted) return;
      const failure = await this.#attempt(attempt);
      if (failure === null || signal.aborted) return;
      error = failure;
      if (isHopeless(failure)) break;
    }
    this.#end.abort();
    const tries = isHopeless(error) ? 'it cannot be made again' : `${attempts} attempts to make it again have failed`;
    const text = `${why.message}; ${tries}: ${error.message}`;
    const code = why instanceof ConnectionError ? why.code : 'ERR_LIBVIRT_CONNECTION_LOST';
    this.#host.gaveUp(new ConnectionError(text, code, true, { cause: error }));
  }

  /** Ends it at once. */
  end(): void {
    clearTimeout(this.#timer);
    this.#end.abort();
    this.#wake?.();
  }

  ref(keep: boolean): void {
    this.#keep = keep;
    if (keep) this.#timer?.ref();
    else this.#timer?.unref();
  }

  /** @returns why it failed; `null`: it did not */
  async #attempt(attempt: number): Promise<Error | null> {
    const { signal } = this.#end;
    let begun: Session | undefined;
    try {
      const begin = (session: Session): void => {
        begun = session;
        this.#host.begin(session);
      };
      const session = await this.#reopen(begin, signal);
      if (!signal.aborted) await this.#settle(session);
      if (signal.aborted) {
        session.end(null);
        return null;
      }
      this.#host.reopened(session, attempt);
      return null;
    } catch (error) {
      begun?.end(null);
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** @throws why the session is over again */
  async #settle(session: Session): Promise<void> {
    const { timeout } = this.#plan;
    const text = `the daemon has not registered the events again within ${timeout} ms`;
    const late = (): void => session.end(new ConnectionError(text, 'ERR_LIBVIRT_CONNECTION_LOST', true));
    const timer = setTimeout(late, timeout);
    try {
      await this.#host.settle(session);
    } finally {
      clearTimeout(timer);
    }
    if (!session.open && !this.#end.signal.aborted) {
      throw session.why ?? new ConnectionError('the session is closed', 'ERR_LIBVIRT_CONNECTION_CLOSED', true);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      this.#timer = setTimeout(resolve, milliseconds);
      if (!this.#keep) this.#timer.unref();
    });
  }
}
