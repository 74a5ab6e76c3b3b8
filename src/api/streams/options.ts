import type { CallOptions } from '../../rpc/options.js';

/** What every method that opens a stream takes as its last argument. */
export interface StreamOptions extends CallOptions {
  /** Destroys the stream when it fires, with an `AbortError`, and has the daemon end it. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the daemon may take to open the stream, or it is destroyed with a `TimeoutError`. Default: none. */
  readonly timeout?: number | undefined;
  /**
   * How many bytes the stream keeps before it holds the other side back: the daemon, or `write`. Default: 1 MiB read, 4
   * MiB to be written. Where holes are among the chunks, how many chunks: 8 by default.
   */
  readonly highWaterMark?: number | undefined;
}

/** Bytes that a stream keeps, by default. While half of what is written leaves, the other half can make a packet of 2 MiB. */
export const READABLE_MARK: number = 1024 * 1024;
export const WRITABLE_MARK: number = 4 * 1024 * 1024;

/** Chunks that a stream of bytes and holes keeps, by default. */
export const CHUNKS_MARK = 8;
