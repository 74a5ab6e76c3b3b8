import type { Session } from '../session.js';
import type { Loss } from './succession.js';

/**
 * When the daemon was heard last of all. Where it has hung up, nothing was lost before that was known; where it fell silent, or
 * the way to it broke, whatever it said since it was heard last is gone.
 */
export function lostSince(session: Session, why: Loss): Date {
  const hungUp = why.code === 'ERR_LIBVIRT_CONNECTION_LOST' && why.cause === undefined;
  return new Date(Date.now() - (hungUp ? 0 : session.silence));
}
