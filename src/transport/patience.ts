import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds that a listener whose queue is full is given to empty it. */
const PATIENCE = 10_000;
const MAX_PAUSE = 100;

/**
 * Repeats `attempt` while it fails with an error that says "again": a UNIX socket does so while the listener's queue is
 * full, and does not tell when it is not.
 *
 * @throws what `attempt` throws, at once or when patience is over; the signal's reason
 */
export async function patiently<T>(attempt: () => T | Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const deadline = performance.now() + PATIENCE;
  for (let pause = 1; ; pause = Math.min(2 * pause, MAX_PAUSE)) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!saysAgain(error)) throw error;
      if (performance.now() > deadline) {
        error.message += `: nobody has accepted a connection for ${PATIENCE / 1000} seconds`;
        throw error;
      }
    }
    await delay(pause, undefined, signal === undefined ? {} : { signal }).catch(() => signal?.throwIfAborted());
  }
}

function saysAgain(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && (error.code === 'EAGAIN' || error.code === 'EINTR');
}
