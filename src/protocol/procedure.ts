import { type Codec, type Decoder, xdrVoid } from './xdr/codec.js';

/** Which way a stream that the procedure opens carries data, as the client sees it. */
export type StreamDirection = 'read' | 'write' | 'readwrite';

/** What calls and events share: a number within a program, and what travels under it. */
interface Common<Args> {
  readonly program: number;
  readonly version: number;
  /** The C name less the program's prefix: `DOMAIN_CREATE_XML_WITH_FILES`. */
  readonly name: string;
  readonly number: number;
  /** What a call carries. */
  readonly args: Codec<Args>;
  /** `null` where the procedure opens no stream. */
  readonly stream: StreamDirection | null;
  /** What the daemon's worker pool makes of it: `high` is for calls that never wait for a hypervisor. */
  readonly priority: 'high' | 'low';
  /** The first libvirt release known to have it, of those that the generator read: `'9.0.0'` stands for that or older. */
  readonly since: string;
}

/** What a client needs to know of a procedure to call it: how the reply is read, and not how a daemon writes it. */
export interface Callable<Args, Ret> extends Common<Args> {
  readonly kind: 'call';
  /** What the reply to a call carries. */
  readonly ret: Decoder<Ret>;
}

/** A procedure that a client calls. */
export interface Procedure<Args, Ret> extends Callable<Args, Ret> {
  readonly ret: Codec<Ret>;
}

/** A message that a peer sends unasked: an event, or a keepalive's ping and pong. */
export interface EventMessage<Msg> extends Common<void> {
  readonly kind: 'event';
  readonly ret: Codec<void>;
  readonly stream: null;
  readonly priority: 'low';
  /** What the message carries. */
  readonly msg: Codec<Msg>;
}

/** What the procedures of a program have in common. */
interface ProgramFacts {
  readonly program: number;
  readonly version: number;
  /** What the names of its payloads begin with: `remote`. */
  readonly prefix: string;
  /** The release that has those procedures whose entry names no other. */
  readonly since: string;
}

/** A procedure's number and, in words, the rest of it; see `factsOf`. */
type Entry = readonly [number: number, words: string];

/** Makes the procedures of a program. */
export function procedureTable<Procedures extends object>(
  { program, version, prefix, since }: ProgramFacts,
  types: object,
  entries: { readonly [Name in keyof Procedures]: Entry },
): Procedures {
  const codecs = types as Readonly<Record<string, Codec<void>>>;
  const table: Record<string, Procedure<void, void> | EventMessage<void>> = {};
  // Hundreds of procedures have the same few combinations of words.
  const known = new Map<string, Facts>();
  for (const name in entries) {
    const [number, words]: Entry = entries[name];
    const facts = known.get(words) ?? factsOf(words, since);
    known.set(words, facts);
    const stem = `${prefix}_${name.toLowerCase()}`;
    const args = facts.args ? codecs[`${stem}_args`]! : xdrVoid;
    const ret = facts.ret ? codecs[`${stem}_ret`]! : xdrVoid;
    const { stream, priority, release } = facts;
    table[name] = facts.event
      ? {
          kind: 'event',
          program,
          version,
          name,
          number,
          args,
          ret,
          stream: null,
          priority: 'low',
          since: release,
          msg: facts.msg ? codecs[`${stem}_msg`]! : xdrVoid,
        }
      : { kind: 'call', program, version, name, number, args, ret, stream, priority, since: release };
  }
  return table as Procedures;
}

interface Facts {
  readonly event: boolean;
  readonly args: boolean;
  readonly ret: boolean;
  readonly msg: boolean;
  readonly stream: StreamDirection | null;
  readonly priority: 'high' | 'low';
  readonly release: string;
}

/**
 * `'args ret readwrite high 11.3.0'`: `event` if it is one, the payloads that are not void, the stream's
 * direction, the priority if it is high, and the release if it is not `since`.
 */
function factsOf(words: string, since: string): Facts {
  const all = words.split(' ');
  return {
    event: all.includes('event'),
    args: all.includes('args'),
    ret: all.includes('ret'),
    msg: all.includes('msg'),
    stream: (['read', 'write', 'readwrite'] as const).find((direction) => all.includes(direction)) ?? null,
    priority: all.includes('high') ? 'high' : 'low',
    release: all.find((word) => word.includes('.')) ?? since,
  };
}
