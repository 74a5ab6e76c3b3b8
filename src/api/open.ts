import type { DaemonSession } from '../rpc/daemon-session.js';
import { handshake, type OpenSettings } from '../rpc/handshake.js';
import type { Progress } from '../rpc/progress.js';
import type { Session } from '../rpc/session.js';
import { setUri } from './connection/base.js';
import { Connection } from './connection/connection.js';
import { setEventCallbacks } from './connection/domain-events.js';
import type { OpenPlan } from './open-options.js';

/**
 * Opens the hypervisor that a session's daemon has. Where that fails, the session is over.
 *
 * @param uri `null`: what the daemon finds
 * @param through what the connection reaches the daemon by, where that is another than the session
 */
export async function openConnection(
  session: Session,
  settings: OpenSettings & Partial<Pick<OpenPlan, 'callTimeout'>>,
  uri: string | null,
  signal: AbortSignal | undefined,
  progress: Progress,
  through: DaemonSession = session,
): Promise<Connection> {
  const connection = new Connection(through);
  try {
    const { eventCallbacks, uri: found } = await handshake(session, settings, { signal }, progress);
    setUri(connection, uri ?? found ?? settings.name);
    // What came before is within the time that opening may take, and may wait for a person who logs in.
    through.limit.timeout = settings.callTimeout ?? null;
    if (!eventCallbacks) setEventCallbacks(connection, false);
  } catch (error) {
    session.end(null);
    throw error;
  }
  return connection;
}
