import { type DriverFeature, supports } from '../rpc/driver-feature.js';
import type { CallOptions } from '../rpc/options.js';
import { type ConnectionBase, factsOf, sessionOf } from './connection/base.js';

/** Whether the driver of a connection has a feature, which is asked for once. */
export async function hasFeature(
  connection: ConnectionBase,
  feature: DriverFeature,
  options: CallOptions | undefined,
): Promise<boolean> {
  const { features } = factsOf(connection);
  const has = features.get(feature) ?? (await supports(sessionOf(connection), feature, options));
  features.set(feature, has);
  return has;
}
