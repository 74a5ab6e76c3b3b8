import { type Channel, channel } from 'node:diagnostics_channel';
import createDebug from 'debug';

/** For people: `DEBUG=libvirt-rpc:rpc`. Procedures, serials, sizes and errors; never an argument or a result. */
export const trace: createDebug.Debugger = createDebug('libvirt-rpc:rpc');

/** What `libvirt-rpc:call` tells its subscribers of each call that has ended. */
export interface CallMessage {
  /** The C name of the procedure less its prefix. */
  readonly procedure: string;
  /** `null`: it succeeded. */
  readonly error: Error | null;
}

/** For machines: `diagnostics_channel`. */
export const callChannel: Channel = channel('libvirt-rpc:call');
