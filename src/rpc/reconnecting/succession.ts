import type { SessionEnd } from '../loss.js';
import type { CallOptions } from '../options.js';
import type { Session } from '../session.js';

/** Why a session was lost. */
export type Loss = NonNullable<SessionEnd>;

/** What has become of a connection whose sessions follow each other. */
export type Change =
  | {
      readonly kind: 'lost';
      readonly why: Loss;
      readonly hypervisorReason: number | null;
      /** When the daemon was heard last, as far as that is known: what it said afterwards is gone. */
      readonly from: Date;
    }
  | {
      readonly kind: 'connecting';
      /** 1 for the first after the loss. */
      readonly attempt: number;
      /** Milliseconds until it is made. */
      readonly delay: number;
      /** Why the last one failed, or the connection was lost. */
      readonly error: Error;
    }
  | {
      readonly kind: 'reopened';
      readonly attempt: number;
      readonly from: Date;
      readonly to: Date;
      /** What could not be set up again on the new session. */
      readonly refusals: readonly Error[];
    };

/** Sets up again, on the next session, what holds for one session alone. None of this may throw. */
export interface Heir {
  /** What was set up is gone. Told again where a session is lost before all has been set up on it. */
  lost(from: Date): void;
  /**
   * There is another session. Calls that wait go when this is fulfilled, with what the daemon refused to set up again. Never
   * rejected: a session that is lost again meanwhile tells that itself.
   */
  renew(session: Session): Promise<readonly Error[]>;
}

/** How one session takes another's place. */
export interface Succession {
  /** Calls `listener`, which must not throw, with each change. */
  watch(listener: (change: Change) => void): void;
  /** Has an heir set up again what it has set up. */
  leaveTo(heir: Heir): void;
  /** Whether there is a session that things can be set up on, or taken down. */
  readonly stands: boolean;
  /**
   * The session that things are set up on, now or as soon as there is another one: before calls that wait are made.
   *
   * @param what is set up, for the error
   * @param patient whether it waits even where calls are to fail
   * @throws ConnectionError where there will be none, or it is not to wait
   */
  standing(what: string, patient: boolean): Promise<Session>;
  /**
   * Waits until calls can be made; `null`: they can be made now, or they are to fail.
   *
   * @throws ConnectionError where that will not be; AbortError, TimeoutError
   */
  ready(what: string, options: CallOptions): Promise<void> | null;
}
