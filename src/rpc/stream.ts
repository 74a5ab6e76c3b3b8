import { ProtocolError, RemoteError } from '../errors.js';
import type { Frame } from '../protocol/frame.js';
import {
  types,
  VIR_NET_CONTINUE,
  VIR_NET_ERROR,
  VIR_NET_OK,
  VIR_NET_STREAM,
  VIR_NET_STREAM_HOLE,
  type virNetMessageHeader,
  type virNetMessageStatus,
} from '../protocol/generated/net/index.js';
import { readRemoteError } from '../protocol/remote-error.js';
import { XdrReader } from '../protocol/xdr/reader.js';
import type { ReplyForm } from './call.js';
import type { StreamRecord } from './diagnostics/stream.js';
import type { Packet } from './packet.js';
import { cutUp, LARGEST_PAYLOAD, LATER_PAYLOAD } from './payloads.js';
import { streamTrace } from './trace.js';

/** What a stream tells whoever opened it, while the message that says so is dispatched. None of these may throw. */
export interface StreamSink {
  /** The daemon has opened the stream. What it returned. */
  opened(ret: unknown): void;
  /** Bytes came. They are valid only until this returns. */
  data(bytes: Buffer): void;
  /** So many bytes came that are all zero. */
  hole(length: bigint): void;
  /** The daemon has nothing more to send, and waits for `finish`. */
  end(): void;
  /** The stream is over, in order: the daemon has confirmed `finish`. */
  finished(): void;
  /** The stream is over. */
  failed(error: Error): void;
}

/** What a stream needs of its session. */
export interface StreamHost {
  send(packet: Packet): void;
  /** Takes a packet back. False: it is on its way. */
  recall(packet: Packet): boolean;
  /** So many bytes came, and the sink has them. */
  came(stream: Stream, bytes: number): void;
  /** Nothing is to be read for this stream, or it is again. */
  hold(stream: Stream, held: boolean): void;
  /** The daemon knows of this stream, and will say when it does no more. */
  keep(stream: Stream): void;
  /** It is over. */
  forget(stream: Stream): void;
  /** The caller does not wait any longer for the stream to be opened. */
  giveUp(stream: Stream): void;
}

/** `abandoned`: nobody waits any longer for the daemon to open it. Should it do so, the stream is aborted. */
type State = 'opening' | 'abandoned' | 'open' | 'finishing' | 'aborting' | 'over';

const NOTHING: readonly Uint8Array[] = [];
const done = (): void => {};

/**
 * A stream, from the call that opens it: what it sends has the call's program, procedure and serial. The daemon may
 * send before it answers the call; this side must not.
 */
export class Stream {
  readonly procedure: ReplyForm;
  readonly serial: number;
  /** Whether holes may come. */
  readonly sparse: boolean;
  readonly #host: StreamHost;
  readonly #sink: StreamSink;
  /** What it is written down in, where somebody watches. */
  readonly #record: StreamRecord | null;
  #state: State = 'opening';
  /** In their order. The first is the session's, once the stream is open: it sends one for each stream in turn. */
  #packets: Packet[] = [];
  /** What the next packet carries at most. */
  #limit = LARGEST_PAYLOAD;
  #aborted: () => void = done;

  constructor(
    host: StreamHost,
    procedure: ReplyForm,
    serial: number,
    { sparse, record }: { readonly sparse: boolean; readonly record: StreamRecord | null },
    sink: StreamSink,
  ) {
    this.#host = host;
    this.procedure = procedure;
    this.serial = serial;
    this.sparse = sparse;
    this.#record = record;
    this.#sink = sink;
    streamTrace('#%d %s: stream', serial, procedure.name);
  }

  /** Whether the call that opens it has no reply yet: what becomes of that is what becomes of the stream. */
  get opening(): boolean {
    return this.#state === 'opening';
  }

  /** Whether the sink is told nothing more. */
  get over(): boolean {
    return this.#state === 'over' || this.#state === 'abandoned' || this.#state === 'aborting';
  }

  /** Whether the daemon has been asked to confirm that the stream is over. */
  get closing(): boolean {
    return this.#state === 'finishing' || this.#state === 'aborting';
  }

  /** Sends bytes, which must not change until `left` is called: when they have left. */
  write(chunks: readonly Uint8Array[], left: () => void): void {
    const payloads = cutUp(chunks, this.#limit);
    if (payloads[0]?.length === LARGEST_PAYLOAD) this.#limit = LATER_PAYLOAD;
    const last = payloads.length - 1;
    if (last < 0) queueMicrotask(left);
    payloads.forEach((payload, i) => {
      this.#queue(VIR_NET_STREAM, VIR_NET_CONTINUE, payload.chunks, payload.length, i === last ? left : done);
    });
  }

  /** Sends a hole: so many bytes that are all zero. */
  skip(length: bigint, left: () => void): void {
    const payload = types.virNetStreamHole.encode({ length, flags: 0 });
    this.#queue(VIR_NET_STREAM_HOLE, VIR_NET_CONTINUE, [payload], payload.length, left);
  }

  /** Ends the stream in order, behind what was written. `finished` or `failed` will be told. */
  finish(): void {
    if (this.#state === 'finishing') return;
    this.#queue(VIR_NET_STREAM, VIR_NET_OK, NOTHING, 0, done);
    if (this.#state === 'open') this.#state = 'finishing';
  }

  /** Ends the stream at once, and tells the daemon. The sink is told nothing more; `confirmed` is called afterwards. */
  abort(confirmed: () => void): void {
    if (this.over) confirmed();
    else if (this.#state === 'opening') {
      this.#end();
      this.#host.giveUp(this);
      confirmed();
    } else {
      this.hold(false);
      this.#drop();
      this.#aborted = confirmed;
      this.#abort();
    }
  }

  /** While a stream is held, the session reads no more than it must. */
  hold(held: boolean): void {
    if (!this.over) this.#host.hold(this, held);
  }

  /** The daemon has opened the stream, although, perhaps, nobody wants it any more. */
  opened(ret: unknown): void {
    if (this.#state === 'abandoned') {
      this.#host.keep(this);
      this.#abort();
      return;
    }
    if (this.#state !== 'opening') return;
    this.#state = this.#packets.some(({ header }) => header.status === VIR_NET_OK) ? 'finishing' : 'open';
    const [first] = this.#packets;
    if (first !== undefined) this.#host.send(first);
    this.#record?.opened();
    this.#sink.opened(ret);
  }

  /** @throws ProtocolError where the daemon may not send that */
  receive(frame: Frame): void {
    const { header, bytes, start, end } = frame;
    if (header.proc !== this.procedure.number) {
      throw new ProtocolError(`a stream of ${this.procedure.name} got a message of procedure ${header.proc}`);
    }
    if (header.type === VIR_NET_STREAM_HOLE) this.#receiveHole(frame);
    else if (header.status === VIR_NET_ERROR) this.#receiveError(frame);
    else if (header.status === VIR_NET_OK) this.#receiveOk();
    else if (!this.over) {
      if (end > start) {
        this.#host.came(this, end - start);
        this.#record?.came(end - start);
        this.#sink.data(bytes.subarray(start, end));
      } else this.#sink.end();
    }
  }

  /** The stream is over, by what happened elsewhere. */
  fail(error: Error): void {
    if (this.#state === 'over') return;
    const told = this.over;
    if (!told) this.#record?.end(error);
    this.#end();
    if (!told) this.#sink.failed(error);
  }

  #receiveHole(frame: Frame): void {
    if (!this.sparse) {
      throw new ProtocolError(`a hole came in a stream of ${this.procedure.name}, which was not to have any`);
    }
    const reader = new XdrReader(frame.bytes, 'virNetStreamHole', frame.start, frame.end);
    const { length } = types.virNetStreamHole.read(reader);
    reader.finish();
    if (length < 0n) throw new ProtocolError(`a hole has the length ${length}`, 'virNetStreamHole.length');
    if (!this.over && length > 0n) this.#sink.hole(length);
  }

  #receiveError(frame: Frame): void {
    // An abort may be confirmed by an error that says just this, or by nothing.
    if (this.#state === 'aborting') {
      this.#end();
      return;
    }
    // What the daemon has ended needs no abort, whatever its reply says.
    if (this.#state === 'opening') this.#state = 'open';
    const fields = readRemoteError(frame);
    streamTrace('#%d %s failed: %s', this.serial, this.procedure.name, fields.code);
    this.fail(new RemoteError(fields, this.procedure.name));
  }

  #receiveOk(): void {
    if (!this.closing) {
      throw new ProtocolError(`the daemon ended a stream of ${this.procedure.name}, which nobody had asked for`);
    }
    const told = this.over;
    streamTrace('#%d %s: stream over', this.serial, this.procedure.name);
    if (!told) this.#record?.end(null);
    this.#end();
    if (!told) this.#sink.finished();
  }

  #abort(): void {
    this.#state = 'aborting';
    this.#queue(VIR_NET_STREAM, VIR_NET_ERROR, NOTHING, 0, done);
  }

  #end(): void {
    this.hold(false);
    this.#drop();
    // What the daemon has not opened cannot be closed.
    this.#state = this.#state === 'opening' || this.#state === 'abandoned' ? 'abandoned' : 'over';
    this.#host.forget(this);
    // Nothing has been told of how it ended: this side has ended it.
    this.#record?.end(undefined);
    const confirmed = this.#aborted;
    this.#aborted = done;
    confirmed();
  }

  /** Takes back what can be. */
  #drop(): void {
    const [first] = this.#packets;
    // Before the stream is open, the session has none of them.
    const sent = this.#state !== 'opening' && this.#state !== 'abandoned';
    const leaving = first !== undefined && sent && !this.#host.recall(first);
    this.#packets = leaving ? [first] : [];
  }

  #queue(
    type: virNetMessageHeader['type'],
    status: virNetMessageStatus,
    chunks: readonly Uint8Array[],
    length: number,
    left: () => void,
  ): void {
    const { program: prog, version: vers, number: proc } = this.procedure;
    const header: virNetMessageHeader = { prog, vers, proc, type, serial: this.serial, status };
    const packet: Packet = { header, chunks, length, left: () => this.#left(packet, left) };
    this.#packets.push(packet);
    if (this.#state !== 'opening' && this.#packets.length === 1) this.#host.send(packet);
  }

  #left(packet: Packet, left: () => void): void {
    if (packet.header.type === VIR_NET_STREAM) this.#record?.sent(packet.length);
    if (this.#packets[0] === packet) {
      this.#packets.shift();
      const [next] = this.#packets;
      if (next !== undefined) this.#host.send(next);
    }
    left();
  }
}
