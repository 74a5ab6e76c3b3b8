import type { Frame } from '../../protocol/frame.js';
import {
  types,
  VIR_NET_CONTINUE,
  VIR_NET_ERROR,
  VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX,
  VIR_NET_OK,
  VIR_NET_STREAM,
  VIR_NET_STREAM_HOLE,
  type virNetMessageError,
  type virNetMessageHeader,
} from '../../protocol/generated/net/index.js';
import type { StreamScript } from '../outcome.js';
import { frameOf, rawFrame } from './frames.js';

/** The most zeros that a hole may stand for here, where what is received is kept in memory. */
const MAX_HOLE = 64 * 1024 * 1024;

/** What a stream needs of the connection that it is on. */
export interface StreamHost {
  /** Sends. Fulfilled when there is room for more; false where nothing is sent any more. */
  send(bytes: Uint8Array): Promise<boolean>;
  /** Nothing comes on this stream any more, or goes. */
  over(): void;
  /** What a `receive` has thrown. */
  failureOf(error: unknown): virNetMessageError;
}

/** The daemon's end of a stream. */
export class ServerStream {
  readonly #header: virNetMessageHeader;
  readonly #script: StreamScript;
  readonly #host: StreamHost;
  #received: Buffer[] = [];
  #over = false;

  /** @param header that of the call which has opened it */
  constructor(header: virNetMessageHeader, script: StreamScript, host: StreamHost) {
    this.#header = { ...header, type: VIR_NET_STREAM };
    this.#script = script;
    this.#host = host;
  }

  /** Sends all that there is to send. */
  async start(): Promise<void> {
    const { send, error } = this.#script;
    try {
      for await (const bytes of send instanceof Uint8Array ? [send] : (send ?? [])) {
        for (let at = 0; at < bytes.length; at += VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX) {
          const piece = bytes.subarray(at, at + VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX);
          if (this.#over || !(await this.#host.send(rawFrame(this.#continue, piece)))) return;
        }
      }
      if (error !== undefined) this.#fail(error);
      else if (send !== undefined && !this.#over) await this.#host.send(rawFrame(this.#continue, new Uint8Array(0)));
    } catch (reason) {
      this.#fail(this.#host.failureOf(reason));
    }
  }

  /** A message of the client's, or a piece of one. @throws ProtocolError where it is none */
  take({ header, bytes, start, end }: Frame): void {
    if (this.#over) return;
    if (header.type === VIR_NET_STREAM_HOLE) {
      this.#hole(types.virNetStreamHole.decode(bytes.subarray(start, end)).length);
    } else if (header.status === VIR_NET_CONTINUE) {
      if (this.#script.receive !== undefined) this.#received.push(Buffer.from(bytes.subarray(start, end)));
    } else {
      void this.#finish(header.status === VIR_NET_OK);
    }
  }

  get #continue(): virNetMessageHeader {
    return { ...this.#header, status: VIR_NET_CONTINUE };
  }

  #hole(length: bigint): void {
    if (length < 0n || length > MAX_HOLE) {
      const most = `at most ${MAX_HOLE} bytes of a hole are kept in memory`;
      this.#fail(this.#host.failureOf(new RangeError(`a hole of ${length} bytes came, and ${most}`)));
    } else if (this.#script.receive !== undefined) this.#received.push(Buffer.alloc(Number(length)));
  }

  /** The client has said that it sends no more: because that was all, or because it gives the stream up. */
  async #finish(whole: boolean): Promise<void> {
    this.#close();
    try {
      if (whole) await this.#script.receive?.(Buffer.concat(this.#received));
      await this.#host.send(rawFrame({ ...this.#header, status: VIR_NET_OK }, new Uint8Array(0)));
    } catch (reason) {
      await this.#sendError(this.#host.failureOf(reason));
    }
  }

  #fail(error: virNetMessageError): void {
    if (this.#over) return;
    this.#close();
    void this.#sendError(error);
  }

  #sendError(error: virNetMessageError): Promise<boolean> {
    return this.#host.send(frameOf({ ...this.#header, status: VIR_NET_ERROR }, types.virNetMessageError, error));
  }

  #close(): void {
    this.#over = true;
    this.#host.over();
  }
}
