import { procedures } from '../protocol/generated/remote/index.js';
import type { CallOptions } from '../rpc/options.js';
import { type ConnectionBase, featuresOf, sessionOf } from './connection/base.js';

/** What the C client asks a daemon for, unasked, before it sends what not every daemon understands alike. */
export const DriverFeature = {
  /** Typed parameters may be strings. */
  TYPED_PARAM_STRING: 9,
  /** `NETWORK_UPDATE` takes command and section in the order of `virNetworkUpdate`, which older daemons mixed up. */
  NETWORK_UPDATE_HAS_CORRECT_ORDER: 16,
} as const;
export type DriverFeature = (typeof DriverFeature)[keyof typeof DriverFeature];

/** Whether the driver of a connection has a feature: of `virDrvFeature`, asked for once. */
export async function hasFeature(
  connection: ConnectionBase,
  feature: DriverFeature,
  options: CallOptions | undefined,
): Promise<boolean> {
  const features = featuresOf(connection);
  const known = features.get(feature);
  if (known !== undefined) return known;
  const { supported } = await sessionOf(connection).call(procedures.CONNECT_SUPPORTS_FEATURE, { feature }, options);
  features.set(feature, supported !== 0);
  return supported !== 0;
}
