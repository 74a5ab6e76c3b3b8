import { handshake, type OpenSettings } from '../../rpc/handshake.js';
import type { Progress } from '../../rpc/progress.js';
import type { Reopen } from '../../rpc/reconnecting/plan.js';
import type { Session } from '../../rpc/session.js';
import { withDeadline } from '../deadline.js';

/** How the daemon of a connection is reached: the same way each time. */
export interface Way {
  /** Connects, and says nothing yet. */
  readonly dial: (signal: AbortSignal | undefined, progress: Progress) => Promise<Session>;
  /** What is thrown where a way was found, and no daemon at its end. */
  readonly explain: (error: unknown, session: Session, progress: Progress) => Promise<unknown>;
}

/**
 * What opens the same hypervisor again.
 *
 * @param settings as they are when it is opened
 * @param timeout milliseconds that it may take
 */
export function reopening(way: Way, settings: () => OpenSettings, timeout: number): Reopen {
  return (begin, given) =>
    withDeadline({ signal: given, timeout }, async (signal, progress) => {
      const session = await way.dial(signal, progress);
      try {
        signal?.throwIfAborted();
        begin(session);
        return { session, opened: await handshake(session, settings(), { signal }, progress) };
      } catch (error) {
        session.end(null);
        throw await way.explain(error, session, progress);
      }
    });
}
