import { setImmediate as turn } from 'node:timers/promises';
import { MIN_FRAME } from '../../../src/protocol/frame.js';
import { procedures as lxc } from '../../../src/protocol/generated/lxc/index.js';
import {
  types,
  VIR_NET_CALL,
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_CONTINUE,
  VIR_NET_OK,
  VIR_NET_STREAM,
  VIR_NET_STREAM_HOLE,
  type virNetMessageHeader,
} from '../../../src/protocol/generated/net/index.js';
import { procedures as qemu } from '../../../src/protocol/generated/qemu/index.js';
import { procedures as remote } from '../../../src/protocol/generated/remote/index.js';
import type { EventMessage, Procedure } from '../../../src/protocol/procedure.js';
import type { SessionEnd } from '../../../src/rpc/loss.js';
import { Session } from '../../../src/rpc/session.js';
import type { Stream, StreamSink } from '../../../src/rpc/stream.js';
import type { TransportEvents } from '../../../src/transport/transport.js';
import type { Recorded } from './conversation.js';
import { Ledger } from './ledger.js';

type AnyProcedure = Procedure<unknown, unknown> | EventMessage<unknown>;

const TABLES = [remote, qemu, lxc].flatMap((table) => Object.values(table as unknown as Record<string, AnyProcedure>));
const CALLS = new Map(
  TABLES.flatMap((one) => (one.kind === 'call' ? [[`${one.program} ${one.number}`, one] as const] : [])),
);
const EVENTS = TABLES.flatMap((one) => (one.kind === 'event' ? [one] : []));

/** What a stream of a replay was told of its end. */
interface Sink extends StreamSink {
  ends: number;
  aborted: boolean;
}

/** A session that makes the calls that a client made, and hears what is said to have been the daemon's. */
export class Replay {
  readonly ledger = new Ledger();
  /** How each call ended; `undefined`: it has not. */
  readonly outcomes = new Map<string, unknown>();
  readonly sinks: Sink[] = [];
  closed = false;
  readonly #session: Session;
  readonly #streams = new Map<number, { readonly stream: Stream; readonly sink: Sink }>();
  readonly #held: boolean;
  #events!: TransportEvents;

  constructor({ held }: { readonly held: boolean }) {
    this.#held = held;
    this.#session = new Session(
      {
        kind: 'test',
        supportsFds: true,
        whyNoFds: '',
        secure: true,
        encrypted: false,
        start: (events) => {
          this.#events = events;
        },
        write: (_, fds = []) => {
          this.ledger.close(fds);
          return true;
        },
        duplicate: () => this.ledger.open(),
        release: (fds) => this.ledger.close(fds),
        pause: () => {},
        resume: () => {},
        ref: () => {},
        close: () => {
          this.closed = true;
        },
      },
      { maxInFlight: 1000 },
    );
    this.#session.setKeepalive({ interval: 60, count: 5 });
    for (const event of EVENTS) this.#session.on(event, () => {});
  }

  /** @param piece how many bytes come at a time; 0: a message */
  async play(messages: readonly Recorded[], piece: number): Promise<void> {
    let last: Recorded['from'] = 'daemon';
    for (const message of messages) {
      if (message.from === 'client') this.#say(message);
      else {
        // What was said leaves at the end of the tick, before anybody can answer.
        if (last === 'client') await turn();
        this.#hear(message, piece);
      }
      last = message.from;
    }
    await turn();
  }

  /** The daemon hangs up, if nothing has ended the session before. */
  async end(): Promise<SessionEnd> {
    this.#events.close(null);
    return this.#session.ended;
  }

  #hear({ bytes, fds }: Recorded, piece: number): void {
    const size = piece === 0 ? Math.max(1, bytes.length) : piece;
    for (let at = 0; at < bytes.length; at += size) this.#events.data(Buffer.from(bytes.subarray(at, at + size)));
    for (let i = 0; i < fds; i++) this.#events.descriptors([this.ledger.open()], 0);
  }

  #say({ bytes, fds }: Recorded): void {
    const header = types.virNetMessageHeader.decode(bytes.subarray(4, MIN_FRAME));
    const { type } = header;
    if (type === VIR_NET_STREAM || type === VIR_NET_STREAM_HOLE) this.#sayToStream(header, bytes.subarray(MIN_FRAME));
    if (type !== VIR_NET_CALL && type !== VIR_NET_CALL_WITH_FDS) return;
    const procedure = CALLS.get(`${header.prog} ${header.proc}`);
    if (procedure === undefined || !this.#session.open) return;
    const args = procedure.args.decode(bytes.subarray(type === VIR_NET_CALL ? MIN_FRAME : MIN_FRAME + 4));
    if (procedure.stream !== null) this.#open(procedure, args);
    else this.#call(procedure, args, header.serial, fds);
  }

  #call(procedure: Procedure<unknown, unknown>, args: unknown, serial: number, fds: number): void {
    const name = `${procedure.name} ${serial}`;
    this.outcomes.set(name, undefined);
    // Their owner keeps these: what the session has is duplicates.
    const given = new Array<number>(fds).fill(0);
    const wantsFds = fds > 0 || /OPEN_NAMESPACE|_FD/u.test(procedure.name);
    const reply = wantsFds
      ? this.#session.callWithFds(procedure, args, given).then((got) => this.ledger.close(got.fds))
      : this.#session.call(procedure, args);
    reply.then(
      () => this.outcomes.set(name, null),
      (error: unknown) => this.outcomes.set(name, error),
    );
  }

  #open(procedure: Procedure<unknown, unknown>, args: unknown): void {
    let stream: Stream | undefined;
    const told = (): void => {
      sink.ends++;
    };
    const hold = (): void => {
      if (this.#held) stream?.hold(true);
    };
    const sink: Sink = {
      ends: 0,
      aborted: false,
      opened: () => {},
      data: hold,
      hole: hold,
      end: () => stream?.finish(),
      finished: told,
      failed: told,
    };
    stream = this.#session.openStream(procedure, args, sink, { sparse: true });
    this.sinks.push(sink);
    this.#streams.set(stream.serial, { stream, sink });
  }

  #sayToStream({ serial, type, status }: virNetMessageHeader, payload: Buffer): void {
    const { stream, sink } = this.#streams.get(serial) ?? {};
    if (stream === undefined || sink === undefined || stream.over || stream.closing) return;
    if (type === VIR_NET_STREAM_HOLE) stream.skip(1n, () => {});
    else if (status === VIR_NET_OK) stream.finish();
    else if (status === VIR_NET_CONTINUE) stream.write([payload], () => {});
    else {
      sink.aborted = true;
      stream.abort(() => {});
    }
  }
}
