import type { Transport } from '../transport/transport.js';
import type { Stream } from './stream.js';

/** Bytes that may be read for streams whose consumers do not read, so that a reply behind them is reached. */
const OVERDRAFT = 16 * 1024 * 1024;

/** Reads that follow each other at once; each later one waits twice as long as the one before, up to MAX_WAIT ms. */
const QUICK = 4;
const MAX_WAIT = 250;

/** What the gate asks, and tells. */
export interface GateHost {
  /** Whether this side waits for the daemon. */
  readonly waiting: () => boolean;
  /** From now on, this side hears the daemon only now and then; or it does again. */
  readonly deaf: (deaf: boolean) => void;
}

/**
 * Reads from the transport, or does not. A stream has no flow control of its own: the only way to have a daemon wait is
 * not to read its socket, which delays replies and events as well. So the transport rests while some stream has as much as
 * it may hold; but where a reply is due, it is read on, ever more slowly, until `OVERDRAFT` bytes have come that nobody
 * has taken. From then on everything waits until the consumer reads, or destroys its stream.
 */
export class ReadGate {
  readonly #transport: Transport;
  readonly #host: GateHost;
  /** How much has come for each held stream since it is held. */
  readonly #held = new Map<Stream, number>();
  #overdraft = 0;
  #reads = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(transport: Transport, host: GateHost) {
    this.#transport = transport;
    this.#host = host;
  }

  hold(stream: Stream, held: boolean): void {
    const drawn = this.#held.get(stream);
    if (held === (drawn !== undefined)) return;
    if (drawn === undefined) {
      this.#held.set(stream, 0);
      if (this.#held.size === 1) this.#shut();
    } else {
      this.#held.delete(stream);
      this.#overdraft -= drawn;
      if (this.#held.size === 0) this.#open();
      else this.look();
    }
  }

  /** So many bytes came for a stream. */
  came(stream: Stream, bytes: number): void {
    const drawn = this.#held.get(stream);
    if (drawn === undefined) return;
    this.#held.set(stream, drawn + bytes);
    this.#overdraft += bytes;
  }

  /** What was read has been dealt with. */
  wasRead(): void {
    if (this.#held.size === 0) return;
    this.#transport.pause();
    this.look();
  }

  /** Something may be due that was not. */
  look(): void {
    if (this.#held.size === 0 || this.#timer !== undefined) return;
    if (!this.#host.waiting()) this.#reads = 0;
    else if (this.#overdraft < OVERDRAFT) {
      const wait = Math.min(2 ** Math.max(0, this.#reads - QUICK), MAX_WAIT);
      this.#timer = setTimeout(() => this.#peek(), wait);
    }
  }

  /** Nothing is read any more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#held.clear();
  }

  #peek(): void {
    this.#timer = undefined;
    if (!this.#host.waiting()) return;
    this.#reads++;
    this.#transport.resume();
  }

  #shut(): void {
    this.#transport.pause();
    this.#host.deaf(true);
    this.look();
  }

  #open(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#reads = 0;
    this.#host.deaf(false);
    this.#transport.resume();
  }
}
