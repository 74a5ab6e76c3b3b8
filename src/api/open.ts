import { handshake, type OpenSettings } from '../rpc/handshake.js';
import type { Session } from '../rpc/session.js';
import { Connection } from './connection/connection.js';
import { withoutEventCallbacks } from './connection/domain-events.js';

/** Opens the hypervisor that a session's daemon has. Where that fails, the session is over. */
export async function openConnection(
  session: Session,
  settings: OpenSettings,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const connection = new Connection(session);
  try {
    const { eventCallbacks } = await handshake(session, settings, { signal });
    if (!eventCallbacks) withoutEventCallbacks(connection);
  } catch (error) {
    session.end(null);
    throw error;
  }
  return connection;
}
