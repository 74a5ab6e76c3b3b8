import { beginFrame, endFrame, framesIn } from '../protocol/frame.js';
import {
  VIR_NET_CALL,
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_OK,
  type virNetMessageHeader,
} from '../protocol/generated/net/index.js';
import { type Codec, xdrVoid } from '../protocol/xdr/codec.js';
import { XdrWriter } from '../protocol/xdr/writer.js';
import type { Transport } from '../transport/transport.js';
import { type Call, CallState, NO_FDS } from './call.js';
import { type Packet, writePacket } from './packet.js';

const MIN_CHUNK = 2048;
const MAX_CHUNK = 64 * 1024;

/**
 * What leaves, and when. The frames of one tick leave in one write; no more calls are on their way
 * than the daemon reads at a time, since it stops reading the socket, keepalive included, when a client has
 * more; and nothing leaves while the socket is full. Calls that must wait do so in their order. The packets of streams
 * leave behind the calls, one of each stream in its turn.
 */
export class Outbox {
  readonly #transport: Transport;
  #maxInFlight: number;
  #writer = new XdrWriter('', MIN_CHUNK);
  /** Where, in the writer, the batch of this tick begins: what is before belongs to the transport. */
  #sent = 0;
  #batch: Call[] = [];
  #posts = new Set<virNetMessageHeader>();
  #scheduled = false;
  #queue: Call[] = [];
  #head = 0;
  #inFlight = 0;
  #writable = true;
  #closed = false;
  #packets: Packet[] = [];
  /** The last that left; the transport has not sent all of it yet. */
  #leaving: Packet | null = null;
  /** Packets have left, and the event loop has not come round since. */
  #turning = false;

  constructor(transport: Transport, maxInFlight: number) {
    this.#transport = transport;
    this.#maxInFlight = maxInFlight;
  }

  /**
   * Encodes a call and sends it, now or in its turn.
   *
   * @throws TypeError, RangeError of the codec, and the system's error for a descriptor that is none; nothing has
   *   happened then
   */
  submit<Args>(call: Call, codec: Codec<Args>, args: Args, fds: readonly number[]): void {
    const start = this.#writer.size;
    let copies: readonly number[] = fds;
    try {
      const { program: prog, version: vers, number: proc } = call.procedure;
      const type = fds.length > 0 ? VIR_NET_CALL_WITH_FDS : VIR_NET_CALL;
      this.#encode({ prog, vers, proc, type, serial: call.serial, status: VIR_NET_OK }, codec, args, fds.length);
      if (fds.length > 0) copies = this.#duplicate(fds);
    } catch (error) {
      this.#writer.truncate(start);
      throw error;
    }
    call.fds = copies;
    if (this.#free && this.#head === this.#queue.length) this.#place(call, start);
    else {
      call.bytes = Buffer.from(this.#writer.written(start));
      this.#writer.truncate(start);
      this.#queue.push(call);
    }
  }

  /** Sends a message of nothing but a header, which no limit holds back. It waits once, however often it is posted. */
  post(header: virNetMessageHeader): void {
    this.#posts.add(header);
    this.#schedule();
  }

  /** Sends a packet, in its turn. A stream has one at a time here. */
  send(packet: Packet): void {
    this.#packets.push(packet);
    if (!this.#turning) this.#schedule();
  }

  /** Takes a packet back. False: it is on its way already. */
  recall(packet: Packet): boolean {
    const at = this.#packets.indexOf(packet);
    if (at >= 0) this.#packets.splice(at, 1);
    return at >= 0;
  }

  /** Whether a call's reply is due. */
  get awaiting(): boolean {
    return this.#inFlight > 0;
  }

  /** For a last call, which does not wait until calls that nobody waits for are answered. */
  allowOneMore(): void {
    this.#maxInFlight = this.#inFlight + 1;
  }

  /** A call's reply has come: its place is free. */
  release(): void {
    this.#inFlight--;
    this.#pump();
  }

  /** The socket takes more again. */
  drain(): void {
    this.#writable = true;
    const packet = this.#leaving;
    this.#leaving = null;
    packet?.left();
    this.#pump();
    this.#flush();
  }

  /** Takes a call back. False: it is on its way already. */
  withdraw(call: Call): boolean {
    if (call.state === CallState.SENT) return false;
    if (call.state === CallState.QUEUED) {
      this.#queue.splice(this.#queue.indexOf(call, this.#head), 1);
      this.#drop(call);
      return true;
    }
    const length = call.end - call.start;
    this.#writer.remove(call.start, call.end);
    const at = this.#batch.indexOf(call);
    this.#batch.splice(at, 1);
    for (const later of this.#batch.slice(at)) {
      later.start -= length;
      later.end -= length;
    }
    this.release();
    return true;
  }

  /** Nothing leaves any more. */
  close(): void {
    this.#closed = true;
    for (const call of this.#queue.slice(this.#head)) this.#drop(call);
    this.#queue = [];
    this.#head = 0;
    this.#batch = [];
    this.#packets = [];
    this.#leaving = null;
  }

  get #free(): boolean {
    return this.#writable && this.#inFlight < this.#maxInFlight;
  }

  #encode<T>(header: virNetMessageHeader, codec: Codec<T>, value: T, nfds: number): void {
    const start = beginFrame(this.#writer, header, nfds);
    this.#writer.begin(codec.name);
    codec.write(this.#writer, value);
    endFrame(this.#writer, start);
  }

  #encodePosts(): void {
    for (const header of this.#posts) this.#encode(header, xdrVoid, undefined, 0);
    this.#posts.clear();
  }

  #duplicate(fds: readonly number[]): readonly number[] {
    const copies: number[] = [];
    try {
      for (const fd of fds) copies.push(this.#transport.duplicate(fd));
    } catch (error) {
      this.#transport.release(copies);
      throw error;
    }
    return copies;
  }

  /** The call's frame is the last in the writer, and belongs to this tick's batch from now on. */
  #place(call: Call, start: number): void {
    this.#inFlight++;
    call.state = CallState.BATCHED;
    call.start = start;
    call.end = this.#writer.size;
    this.#batch.push(call);
    if (call.fds.length > 0) this.#flush(call);
    else this.#schedule();
  }

  #pump(): void {
    while (this.#free && this.#head < this.#queue.length) {
      const call = this.#queue[this.#head++] as Call;
      const start = this.#writer.size;
      this.#writer.append(call.bytes as Buffer);
      call.bytes = null;
      this.#place(call, start);
    }
    // Shifting one by one would cost a long queue dear.
    if (this.#head === this.#queue.length || this.#head > 1024) {
      this.#queue.splice(0, this.#head);
      this.#head = 0;
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    process.nextTick(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  /** Writes the batch; `last`, the last in it, has descriptors. */
  #flush(last?: Call): void {
    if (this.#closed || !this.#writable) return;
    // Nothing may come between a frame and its descriptors: then, the posts wait for the tick's end.
    if (last === undefined) this.#encodePosts();
    this.#flushBatch(last);
    if (last === undefined) this.#sendPackets();
  }

  #flushBatch(last: Call | undefined): void {
    if (this.#writer.size === this.#sent) return;
    for (const call of this.#batch) {
      call.state = CallState.SENT;
      if (call.record !== null) call.record.sent(call.end - call.start);
    }
    this.#batch = [];
    const bytes = this.#writer.written(this.#sent);
    this.#sent = this.#writer.size;
    const fds = last?.fds;
    if (last !== undefined) last.fds = NO_FDS;
    if (this.#writer.size >= MIN_CHUNK / 2) this.#renew(bytes.length);
    if (this.#transport.separatesMessages) this.#writeSeparately(bytes);
    else if (!this.#transport.write(bytes, fds)) this.#writable = false;
  }

  /** Such a transport carries no descriptors. */
  #writeSeparately(bytes: Uint8Array): void {
    for (const frame of framesIn(bytes)) {
      if (!this.#transport.write(frame)) this.#writable = false;
    }
  }

  /**
   * One packet of each stream that has one. More have their turn when the event loop has come round, even where the socket
   * takes whatever it is given.
   */
  #sendPackets(): void {
    if (this.#turning || this.#packets.length === 0) return;
    this.#turning = true;
    setImmediate(() => {
      this.#turning = false;
      if (this.#packets.length > 0) this.#flush();
    });
    for (let turns = this.#packets.length; turns > 0 && this.#writable && !this.#closed; turns--) {
      const packet = this.#packets.shift();
      if (packet === undefined) return;
      this.#writable = writePacket(this.#transport, packet);
      if (this.#writable) packet.left();
      else this.#leaving = packet;
    }
  }

  /** The transport may still hold what was written, so the next bytes go elsewhere. */
  #renew(batch: number): void {
    this.#writer = new XdrWriter('', Math.min(Math.max(MIN_CHUNK, 2 * batch), MAX_CHUNK));
    this.#sent = 0;
  }

  #drop(call: Call): void {
    this.#transport.release(call.fds);
    call.fds = NO_FDS;
    call.bytes = null;
  }
}
