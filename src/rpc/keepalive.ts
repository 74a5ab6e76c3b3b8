import { ConnectionError } from '../errors.js';
import { PROGRAM, procedures, VERSION } from '../protocol/generated/keepalive/index.js';
import { VIR_NET_MESSAGE, VIR_NET_OK, type virNetMessageHeader } from '../protocol/generated/net/index.js';

/** How a silent peer is found out. */
export interface KeepaliveSettings {
  /** Seconds of silence after which the peer is asked. */
  readonly interval: number;
  /** How many questions may stay unanswered. */
  readonly count: number;
}

/** What keepalive needs of the session that it watches over. */
export interface KeepaliveHost {
  /** Sends a message of which one at a time is enough. */
  post(header: virNetMessageHeader): void;
  fail(error: ConnectionError): void;
}

function header(proc: number): virNetMessageHeader {
  return { prog: PROGRAM, vers: VERSION, proc, type: VIR_NET_MESSAGE, serial: 0, status: VIR_NET_OK };
}

const PING = header(procedures.PING.number);
const PONG = header(procedures.PONG.number);

/** Milliseconds between two answers that nobody asked for. A daemon asks every 5 seconds by default. */
const UNASKED = 1000;

/**
 * Asks a peer that is silent for `interval` seconds whether it is there, and gives it up when it has been
 * silent for `interval × (count + 1)`. Anything that is received counts as an answer.
 *
 * While this side does not read, it can tell neither whether the peer is silent nor whether it asks. The peer must hear
 * something all the same, or it would give this side up: an answer, then, to what it may have asked.
 */
export class Keepalive {
  readonly #host: KeepaliveHost;
  #settings: KeepaliveSettings | null = null;
  #timer: NodeJS.Timeout | undefined;
  #unanswered = 0;
  #heardAt: number | null = null;
  #deaf: NodeJS.Timeout | undefined;

  constructor(host: KeepaliveHost) {
    this.#host = host;
  }

  /** Begins to ask, or, with `null`, ends it. */
  start(settings: KeepaliveSettings | null): void {
    this.stop();
    this.#settings = settings;
    this.#heardAt = settings === null ? null : performance.now();
    this.#unanswered = 0;
    if (settings !== null) this.#wait(settings.interval * 1000);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#settings = null;
  }

  /** This side does not read any more, or it does again. */
  deaf(deaf: boolean): void {
    clearInterval(this.#deaf);
    this.#deaf = deaf ? setInterval(() => this.pinged(), UNASKED).unref() : undefined;
    this.heard();
  }

  /** The session is over. */
  end(): void {
    this.deaf(false);
    this.stop();
  }

  /** Bytes came from the peer. */
  heard(): void {
    if (this.#settings === null) return;
    this.#heardAt = performance.now();
    this.#unanswered = 0;
  }

  /** The peer asks. */
  pinged(): void {
    this.#host.post(PONG);
  }

  /** Milliseconds since anything came; 0 where nobody takes notice. */
  get silence(): number {
    return this.#heardAt === null ? 0 : performance.now() - this.#heardAt;
  }

  #wait(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#look(), milliseconds);
    // The connection itself keeps the process alive, where that is wanted.
    this.#timer.unref();
  }

  #look(): void {
    const settings = this.#settings;
    if (settings === null) return;
    if (this.#deaf !== undefined) this.heard();
    const { interval, count } = settings;
    const rest = interval * 1000 - this.silence;
    // A process that did not come to run has not come to read either: silence counts only once it was asked after.
    if (this.#unanswered === 0 && rest > 0) {
      this.#wait(rest);
      return;
    }
    if (this.#unanswered >= count) {
      // What has come meanwhile, and was not read because this process was busy, is read first.
      setImmediate(() => this.#judge(settings));
      return;
    }
    this.#unanswered++;
    this.#host.post(PING);
    this.#wait(interval * 1000);
  }

  #judge(settings: KeepaliveSettings): void {
    if (this.#settings !== settings) return;
    const { interval, count } = settings;
    if (this.#deaf !== undefined || this.#unanswered < count || this.silence < interval * 1000) {
      this.#look();
      return;
    }
    // Of a fraction of a second, no more digits than there are.
    const silence = Math.round(interval * (count + 1) * 1000) / 1000;
    this.#host.fail(new ConnectionError(`the daemon has been silent for ${silence} s`, 'ERR_LIBVIRT_KEEPALIVE', true));
  }
}
