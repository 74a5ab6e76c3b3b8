import { handshake, type OpenSettings } from '../../rpc/handshake.js';
import type { Progress } from '../../rpc/progress.js';
import type { ReconnectPlan } from '../../rpc/reconnecting/plan.js';
import { ReconnectingSession } from '../../rpc/reconnecting/session.js';
import type { Session } from '../../rpc/session.js';
import type { Connection } from '../connection/connection.js';
import { setEventCallbacks } from '../connection/domain-events.js';
import { openConnection } from '../open.js';
import type { Way } from '../way.js';
import { type Opening, reopening } from './reopen.js';

/**
 * Opens a connection that comes back.
 *
 * @param first the first session, on which nothing has been said yet
 * @param uri `null`: what the daemon finds, which is what is opened again
 */
export async function openReconnecting(
  first: Session,
  way: Way,
  plan: ReconnectPlan,
  settings: OpenSettings,
  uri: string | null,
  signal: AbortSignal | undefined,
  progress: Progress,
): Promise<Connection> {
  let again = settings;
  const reopen: Opening = async (next, given, reached) => {
    const { eventCallbacks } = await handshake(next, again, { signal: given }, reached);
    // Another daemon may be of another release.
    setEventCallbacks(connection, eventCallbacks);
  };
  const session = new ReconnectingSession(first, plan, reopening(way, reopen, plan.timeout));
  const connection = await openConnection(first, settings, uri, signal, progress, session);
  if (settings.name === '') again = { ...settings, name: connection.getURI() };
  session.opened();
  return connection;
}
