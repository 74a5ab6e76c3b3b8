import type { remote_typed_param } from '../protocol/generated/remote/index.js';
import type { CallOptions } from '../rpc/options.js';
import type { ConnectionBase } from './connection/base.js';
import { DriverFeature, hasFeature } from './driver-feature.js';
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

interface Counted {
  readonly params: readonly remote_typed_param[];
  readonly nparams: number;
}

/** Asks for so many. */
export type AskCounted = (nparams: number, options: CallOptions | undefined) => Promise<Counted>;

/**
 * Typed parameters that a daemon gives only to those who say how many they want: asked for none, it says how many
 * there are. A timeout holds for both calls together.
 */
export async function countedParams(ask: AskCounted, options: CallOptions | undefined): Promise<TypedParams> {
  const left = remaining(options);
  const { params, nparams } = await ask(0, options);
  // Some answer with all of them at once.
  if (params.length > 0 || nparams === 0) return readTypedParams(params);
  return readTypedParams((await ask(nparams, left())).params);
}
