import type { Readable, Writable } from 'node:stream';
import { offAbort, onAbort } from '../../abort.js';
import { AbortError, brokenPipe, ConnectionError, streamDestroyed } from '../../errors.js';
import type { Stream, StreamSink } from '../../rpc/stream.js';
import { chunkOf } from './chunk.js';
import { checkChunk, type Hole } from './hole.js';
import type { Opening } from './opening.js';

type Callback = (error?: Error | null) => void;

/** What was written, as Node hands it on. */
export interface Written {
  readonly chunk: unknown;
  readonly encoding: BufferEncoding;
}

/** Milliseconds that a destroyed stream waits for the daemon to confirm it, before it closes all the same. */
const GRACE = 1000;

/**
 * What ties a stream of Node's to one of the session's. It emits `ready` when the daemon has opened it. Destroying it
 * tells the daemon, and `close` comes when the daemon has confirmed that.
 */
export class Link implements StreamSink {
  readonly #node: Readable | Writable;
  readonly #opening: Opening;
  /** Where the stream was asked for: its errors lead there. */
  readonly #site: { readonly stack?: string } = {};
  #stream: Stream | null = null;
  /** What was asked for while the connection was lost, which is done when there is one again. `null`: nothing waits. */
  #waiting: (() => void)[] | null = null;
  /** Ends the waiting. */
  #giveUp: AbortController | undefined;
  /** The daemon sends nothing more. */
  #ended = false;
  #writing: Callback | null = null;
  #final: Callback | null = null;

  constructor(node: Readable | Writable, opening: Opening) {
    this.#node = node;
    this.#opening = opening;
    Error.captureStackTrace(this.#site, Link);
  }

  /** Makes the call. What fails is an error of Node's stream. @throws TypeError, RangeError for bad arguments */
  open(): void {
    const { signal } = this.#opening;
    if (signal?.aborted) {
      this.#node.destroy(this.#aborted(signal, false));
      return;
    }
    const ready = this.#opening.ready === null ? null : this.#ready(this.#opening.ready);
    if (ready === null) {
      this.#open();
      return;
    }
    this.#waiting = [];
    ready
      .then(() => this.#openNow())
      // It fails as it would have at once, and so does it where arguments are wrong.
      .catch((error: Error) => this.#node.destroy(error));
  }

  /** The signal fired. */
  handleEvent(): void {
    const { signal } = this.#opening;
    if (signal !== undefined) this.#node.destroy(this.#aborted(signal, true));
  }

  read(): void {
    this.#stream?.hold(false);
  }

  write(written: readonly Written[], callback: Callback): void {
    if (this.#waiting !== null) {
      this.#writing = callback;
      this.#waiting.push(() => this.write(written, callback));
      return;
    }
    if (this.#ended || this.#stream === null) {
      callback(brokenPipe(`${this.#opening.name}: the daemon has ended the stream`));
      return;
    }
    let chunks: (Uint8Array | Hole)[];
    try {
      chunks = written.map(({ chunk, encoding }) => checkChunk(chunk, encoding));
    } catch (error) {
      callback(error as Error);
      return;
    }
    this.#writing = callback;
    this.#send(this.#stream, chunks, () => this.#wrote());
  }

  final(callback: Callback): void {
    if (this.#waiting !== null) {
      this.#waiting.push(() => this.final(callback));
      return;
    }
    if (this.#stream === null || this.#stream.over) callback();
    else {
      this.#final = callback;
      this.#stream.finish();
    }
  }

  destroy(error: Error | null, callback: Callback): void {
    offAbort(this.#opening.signal, this);
    const writing = this.#writing;
    this.#writing = null;
    this.#waiting = null;
    this.#giveUp?.abort();
    const stream = this.#stream;
    const close = (): void => {
      clearTimeout(timer);
      callback(error);
      writing?.(error ?? streamDestroyed(`the stream of ${this.#opening.name} was destroyed before this was sent`));
    };
    const timer = setTimeout(close, GRACE);
    if (stream === null) close();
    else stream.abort(close);
  }

  opened(ret: unknown): void {
    this.#opening.opened?.(ret);
    process.nextTick(() => {
      if (!this.#node.destroyed) this.#node.emit('ready');
    });
  }

  data(bytes: Buffer): void {
    const { copy = chunkOf } = this.#opening;
    this.#push(copy(bytes));
  }

  hole(length: bigint): void {
    this.#push({ hole: length } satisfies Hole);
  }

  end(): void {
    this.#ended = true;
    this.#stream?.finish();
  }

  finished(): void {
    this.#ended = true;
    this.#push(null);
    this.#final?.();
    this.#final = null;
  }

  failed(error: Error): void {
    const frames = this.#site.stack?.split('\n').slice(1).join('\n');
    error.stack = `${error.name}: ${error.message}\n${frames}`;
    this.#node.destroy(error);
  }

  #ready(ready: (givenUp: AbortSignal) => Promise<void> | null): Promise<void> | null {
    this.#giveUp = new AbortController();
    return ready(this.#giveUp.signal);
  }

  #open(): void {
    try {
      this.#stream = this.#opening.open(this);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      this.#node.destroy(error);
      return;
    }
    onAbort(this.#opening.signal, this);
  }

  /** The connection is open again. */
  #openNow(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    if (this.#node.destroyed) return;
    this.#open();
    for (const work of waiting) work();
  }

  /** What a listener throws is an uncaught exception, and must not keep the session from what else has come. */
  #push(chunk: Buffer | Hole | null): void {
    const node = this.#node;
    if (!('push' in node)) return;
    try {
      if (!node.push(chunk) && chunk !== null) this.#stream?.hold(true);
    } catch (error) {
      process.nextTick(rethrow, error);
    }
  }

  #send(stream: Stream, chunks: readonly (Uint8Array | Hole)[], left: () => void): void {
    let bytes: Uint8Array[] = [];
    let waiting = 1;
    const one = (): void => {
      if (--waiting === 0) left();
    };
    const flush = (): void => {
      if (bytes.length === 0) return;
      waiting++;
      stream.write(bytes, one);
      bytes = [];
    };
    for (const chunk of chunks) {
      if (chunk instanceof Uint8Array) {
        if (chunk.length > 0) bytes.push(chunk);
      } else if (chunk.hole > 0n) {
        flush();
        waiting++;
        stream.skip(chunk.hole, one);
      }
    }
    flush();
    one();
  }

  #wrote(): void {
    const writing = this.#writing;
    this.#writing = null;
    writing?.();
  }

  #aborted(signal: AbortSignal, sent: boolean): AbortError {
    const cause: unknown = signal.reason;
    return new AbortError(`the stream of ${this.#opening.name} was aborted`, sent, { cause });
  }
}

function rethrow(error: unknown): never {
  throw error;
}
