import type { Progress } from '../rpc/progress.js';
import type { Session } from '../rpc/session.js';

/** How the daemon of a connection is reached: the same way each time. */
export interface Way {
  /** Connects, and says nothing yet. */
  readonly dial: (signal: AbortSignal | undefined, progress: Progress) => Promise<Session>;
  /** What is thrown where a way was found, and no daemon at its end. */
  readonly explain: (error: unknown, session: Session, progress: Progress) => Promise<unknown>;
}

/**
 * Goes a way, and opens what is at its end.
 *
 * @throws what dialling throws; what the way has to say where `open` fails: nothing is left of the session then
 */
export async function openAlong<T>(
  way: Way,
  signal: AbortSignal | undefined,
  progress: Progress,
  open: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await way.dial(signal, progress);
  try {
    return await open(session);
  } catch (error) {
    session.end(null);
    throw await way.explain(error, session, progress);
  }
}
