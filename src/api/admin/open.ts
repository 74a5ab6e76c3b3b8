import { procedures } from '../../protocol/generated/admin/index.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { Session } from '../../rpc/session.js';
import type { OpenPlan } from '../open-options.js';
import { AdmConnection } from './connection.js';

/** How an admin connection is opened. */
export type AdminSettings = Pick<OpenPlan, 'keepalive' | 'callTimeout'>;

/** Says what an admin server is told first. */
export async function greetAdmin(
  session: Session,
  { keepalive }: AdminSettings,
  signal: AbortSignal | undefined,
): Promise<void> {
  await session.call(procedures.CONNECT_OPEN, { flags: 0 }, { signal });
  // An admin server answers questions from the start, and asks none itself.
  session.setKeepalive(keepalive);
}

/**
 * Opens an admin connection on a session, which whoever went the way to it ends where that fails.
 *
 * @param through what the connection reaches the daemon by, where that is another than the session
 */
export async function openAdmin(
  session: Session,
  settings: AdminSettings,
  uri: string,
  signal: AbortSignal | undefined,
  through: DaemonSession = session,
): Promise<AdmConnection> {
  const connection = new AdmConnection(through, uri);
  await greetAdmin(session, settings, signal);
  through.limit.timeout = settings.callTimeout;
  return connection;
}
