import type { Session } from '../session.js';
import type { BackoffSettings } from './backoff.js';

/** How a connection comes back. */
export interface ReconnectPlan extends BackoffSettings {
  /** How many attempts may fail, one after the other. */
  readonly attempts: number;
  /** Milliseconds that an attempt may take. */
  readonly timeout: number;
  /** When it fires, the connection does not come back any more. */
  readonly signal: AbortSignal | undefined;
  /** Whether calls that only read, and have been sent, are made again. */
  readonly retryReads: boolean;
  /** What calls do that are made while there is no session. */
  readonly whileLost: 'wait' | 'fail';
}

/**
 * Opens another session as the first one was opened. `begin` is called with it before anything is said on it. What the
 * daemon says of itself meanwhile is for whoever opens it.
 *
 * @throws what the first opening throws; nothing is left of it then
 */
export type Reopen = (begin: (session: Session) => void, signal: AbortSignal) => Promise<Session>;
