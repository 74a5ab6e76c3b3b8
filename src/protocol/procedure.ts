import type { Codec } from './xdr/codec.js';

/** Which way a stream that the procedure opens carries data, as the client sees it. */
export type StreamDirection = 'read' | 'write' | 'readwrite';

/** A procedure that a client calls. */
export interface Procedure<Args, Ret> {
  readonly program: number;
  readonly version: number;
  /** The C name less the program's prefix: `DOMAIN_CREATE_XML_WITH_FILES`. */
  readonly name: string;
  readonly number: number;
  readonly args: Codec<Args>;
  readonly ret: Codec<Ret>;
  /** `null` where the procedure opens no stream. */
  readonly stream: StreamDirection | null;
  /** What the daemon's worker pool makes of it: `high` is for calls that never wait for a hypervisor. */
  readonly priority: 'high' | 'low';
  /** The first libvirt release known to have it, of those that the generator read: `'9.0.0'` stands for that or older. */
  readonly since: string;
}

/** A message that a daemon sends unasked: an event. */
export interface EventMessage<Msg> {
  readonly program: number;
  readonly version: number;
  readonly name: string;
  readonly number: number;
  readonly msg: Codec<Msg>;
  readonly since: string;
}
