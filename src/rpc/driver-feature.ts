import { procedures } from '../protocol/generated/remote/index.js';
import type { DaemonSession } from './daemon-session.js';
import type { CallOptions } from './options.js';

/** What a client asks whether a daemon or its driver can do it: of libvirt's `virDrvFeature`, which is no part of its API. */
export const DriverFeature = {
  MIGRATION_P2P: 4,
  MIGRATION_DIRECT: 5,
  MIGRATION_V3: 6,
  MIGRATE_CHANGE_PROTECTION: 7,
  /** Typed parameters may be strings. */
  TYPED_PARAM_STRING: 9,
  PROGRAM_KEEPALIVE: 10,
  MIGRATION_OFFLINE: 12,
  MIGRATION_PARAMS: 13,
  REMOTE_EVENT_CALLBACK: 14,
  REMOTE_CLOSE_CALLBACK: 15,
  /** `NETWORK_UPDATE` takes command and section in the order of `virNetworkUpdate`, which older daemons mixed up. */
  NETWORK_UPDATE_HAS_CORRECT_ORDER: 16,
} as const;
export type DriverFeature = (typeof DriverFeature)[keyof typeof DriverFeature];

export async function supports(
  session: Pick<DaemonSession, 'call'>,
  feature: DriverFeature,
  options: CallOptions | undefined,
): Promise<boolean> {
  const { supported } = await session.call(procedures.CONNECT_SUPPORTS_FEATURE, { feature }, options);
  return supported !== 0;
}
