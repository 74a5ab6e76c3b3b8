import type { Progress } from '../../rpc/progress.js';
import type { Reopen } from '../../rpc/reconnecting/plan.js';
import type { Session } from '../../rpc/session.js';
import { withDeadline } from '../deadline.js';
import { openAlong, type Way } from '../way.js';

/** Says what is said on a session before it counts as open. */
export type Opening = (session: Session, signal: AbortSignal | undefined, progress: Progress) => Promise<void>;

/**
 * What opens the same again.
 *
 * @param timeout milliseconds that it may take
 */
export function reopening(way: Way, open: Opening, timeout: number): Reopen {
  return (begin, given) =>
    withDeadline({ signal: given, timeout }, (signal, progress) =>
      openAlong(way, signal, progress, async (session) => {
        signal?.throwIfAborted();
        begin(session);
        await open(session, signal, progress);
        return session;
      }),
    );
}
