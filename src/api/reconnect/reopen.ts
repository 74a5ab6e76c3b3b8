import type { Reopen } from '../../rpc/reconnecting/plan.js';
import type { Session } from '../../rpc/session.js';
import { withDeadline } from '../deadline.js';
import { openAlong, type Way } from '../way.js';

/**
 * What opens the same again.
 *
 * @param open says what is said on a session before it counts as open
 * @param timeout milliseconds that it may take
 */
export function reopening(
  way: Way,
  open: (session: Session, signal: AbortSignal | undefined) => Promise<void>,
  timeout: number,
): Reopen {
  return (begin, given) =>
    withDeadline({ signal: given, timeout }, (signal, progress) =>
      openAlong(way, signal, progress, async (session) => {
        signal?.throwIfAborted();
        begin(session);
        await open(session, signal);
        return session;
      }),
    );
}
