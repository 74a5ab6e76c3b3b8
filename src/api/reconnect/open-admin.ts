import type { ReconnectPlan } from '../../rpc/reconnecting/plan.js';
import { ReconnectingSession } from '../../rpc/reconnecting/session.js';
import type { Session } from '../../rpc/session.js';
import type { AdmConnection } from '../admin/connection.js';
import { type AdminSettings, greetAdmin, openAdmin } from '../admin/open.js';
import type { Way } from '../way.js';
import { reopening } from './reopen.js';

/**
 * Opens an admin connection that comes back.
 *
 * @param first the first session, on which nothing has been said yet
 */
export async function openReconnectingAdmin(
  first: Session,
  way: Way,
  plan: ReconnectPlan,
  settings: AdminSettings,
  uri: string,
  signal: AbortSignal | undefined,
): Promise<AdmConnection> {
  const reopen = (next: Session, given: AbortSignal | undefined): Promise<void> => greetAdmin(next, settings, given);
  const session = new ReconnectingSession(first, plan, reopening(way, reopen, plan.timeout));
  const connection = await openAdmin(first, settings, uri, signal, session);
  session.opened();
  return connection;
}
