import { type Channel, channel } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import type createDebug from 'debug';

type Trace = (format: string, ...values: readonly unknown[]) => void;

/**
 * For people: `DEBUG=libvirt-rpc:rpc`. Procedures, serials, sizes and errors; never an argument or a result.
 *
 * The package `debug` is loaded only where the environment asks some package for traces when this one is loaded: it
 * takes as long to load as a quarter of this library.
 */
export const trace: Trace = process.env['DEBUG'] ? debugging('libvirt-rpc:rpc') : () => {};

/** For people, as `trace` is: `DEBUG=libvirt-rpc:connection`. How daemons are connected to. */
export const connectionTrace: Trace = process.env['DEBUG'] ? debugging('libvirt-rpc:connection') : () => {};

function debugging(namespace: string): Trace {
  const load: (id: string) => unknown = createRequire(import.meta.url);
  return (load('debug') as typeof createDebug)(namespace);
}

/** What `libvirt-rpc:call` tells its subscribers of each call that has ended. */
export interface CallMessage {
  /** The C name of the procedure less its prefix. */
  readonly procedure: string;
  /** `null`: it succeeded. */
  readonly error: Error | null;
}

/** For machines: `diagnostics_channel`. */
export const callChannel: Channel = channel('libvirt-rpc:call');
