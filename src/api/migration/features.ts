import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { type ConnectionBase, sessionOf } from '../connection/base.js';

/** What a hypervisor's driver can do of a migration: those members of `virDrvFeature`. */
export const MigrationFeature = {
  P2P: 4,
  DIRECT: 5,
  V3: 6,
  CHANGE_PROTECTION: 7,
  OFFLINE: 12,
  PARAMS: 13,
} as const;
export type MigrationFeature = (typeof MigrationFeature)[keyof typeof MigrationFeature];

/** Whether what is connected to can do so. The C client asks anew for each migration, too. */
export async function supports(
  connection: ConnectionBase,
  feature: MigrationFeature,
  options: CallOptions,
): Promise<boolean> {
  const { supported } = await sessionOf(connection).call(procedures.CONNECT_SUPPORTS_FEATURE, { feature }, options);
  return supported !== 0;
}
