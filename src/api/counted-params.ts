import type { remote_typed_param } from '../protocol/generated/remote/index.js';
import { DriverFeature } from '../rpc/driver-feature.js';
import type { CallOptions } from '../rpc/options.js';
import type { ConnectionBase } from './connection/base.js';
import { hasFeature } from './driver-feature.js';
import { remaining } from './remaining.js';
import { readTypedParams, type TypedParams } from './typed-params.js';

/** `TypedParameterFlags.STRING_OKAY`. */
const STRING_OKAY = 4;

/**
 * The flag without which a hypervisor leaves strings out, or 0 where it would not know it: set unasked, as by the C
 * client.
 */
export async function stringOkay(connection: ConnectionBase, options: CallOptions | undefined): Promise<number> {
  return (await hasFeature(connection, DriverFeature.TYPED_PARAM_STRING, options)) ? STRING_OKAY : 0;
}

interface Counted<Param> {
  readonly params: readonly Param[];
  readonly nparams: number;
}

/** Asks for so many. */
export type AskCounted<Param = remote_typed_param> = (
  nparams: number,
  options: CallOptions | undefined,
) => Promise<Counted<Param>>;

/**
 * Parameters that a daemon gives only to those who say how many they want: asked for none, it says how many there are. A
 * timeout holds for both calls together.
 */
export async function counted<Param>(
  ask: AskCounted<Param>,
  options: CallOptions | undefined,
): Promise<readonly Param[]> {
  const left = remaining(options);
  const { params, nparams } = await ask(0, options);
  // Some answer with all of them at once.
  if (params.length > 0 || nparams === 0) return params;
  return (await ask(nparams, left())).params;
}

/** As `counted`, of typed parameters. */
export async function countedParams(ask: AskCounted, options: CallOptions | undefined): Promise<TypedParams> {
  return readTypedParams(await counted(ask, options));
}
