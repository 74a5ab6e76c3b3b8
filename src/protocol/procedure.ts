import { type Codec, xdrVoid } from './xdr/codec.js';

/** Which way a stream that the procedure opens carries data, as the client sees it. */
export type StreamDirection = 'read' | 'write' | 'readwrite';

/** What calls and events share: a number within a program, and what travels under it. */
interface Entry<Args, Ret> {
  readonly program: number;
  readonly version: number;
  /** The C name less the program's prefix: `DOMAIN_CREATE_XML_WITH_FILES`. */
  readonly name: string;
  readonly number: number;
  /** What a call carries. */
  readonly args: Codec<Args>;
  /** What the reply to a call carries. */
  readonly ret: Codec<Ret>;
  /** `null` where the procedure opens no stream. */
  readonly stream: StreamDirection | null;
  /** What the daemon's worker pool makes of it: `high` is for calls that never wait for a hypervisor. */
  readonly priority: 'high' | 'low';
  /** The first libvirt release known to have it, of those that the generator read: `'9.0.0'` stands for that or older. */
  readonly since: string;
}

/** A procedure that a client calls. */
export interface Procedure<Args, Ret> extends Entry<Args, Ret> {
  readonly kind: 'call';
}

/** A message that a peer sends unasked: an event, or a keepalive's ping and pong. */
export interface EventMessage<Msg> extends Entry<void, void> {
  readonly kind: 'event';
  readonly stream: null;
  readonly priority: 'low';
  /** What the message carries. */
  readonly msg: Codec<Msg>;
}

export function procedure<Args, Ret>(
  program: number,
  version: number,
  name: string,
  number: number,
  args: Codec<Args>,
  ret: Codec<Ret>,
  stream: StreamDirection | null,
  priority: 'high' | 'low',
  since: string,
): Procedure<Args, Ret> {
  return { kind: 'call', program, version, name, number, args, ret, stream, priority, since };
}

export function eventMessage<Msg>(
  program: number,
  version: number,
  name: string,
  number: number,
  msg: Codec<Msg>,
  since: string,
): EventMessage<Msg> {
  return {
    kind: 'event',
    program,
    version,
    name,
    number,
    args: xdrVoid,
    ret: xdrVoid,
    stream: null,
    priority: 'low',
    since,
    msg,
  };
}
