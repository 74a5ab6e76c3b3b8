import { MIN_FRAME } from '../../protocol/frame.js';
import {
  VIR_NET_CALL_WITH_FDS,
  VIR_NET_MESSAGE_LEN_MAX,
  VIR_NET_REPLY_WITH_FDS,
} from '../../protocol/generated/net/index.js';

/** What a message begins with. */
export interface FrameHead {
  /** Of the whole message. */
  readonly length: number;
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
  /** How many descriptors come with it. */
  readonly descriptors: number;
}

const LONGEST = MIN_FRAME + 4;

/** Finds the heads of the messages in a stream of bytes, whatever the pieces in which it comes, and looks at no payload. */
export class FrameHeads {
  readonly #found: (head: FrameHead) => void;
  readonly #head = Buffer.alloc(LONGEST);
  #have = 0;
  /** How much of the message whose head was found last has not come. Infinite: no message can be what came. */
  #rest = 0;

  constructor(found: (head: FrameHead) => void) {
    this.#found = found;
  }

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const past = Math.min(this.#rest, bytes.length - at);
      this.#rest -= past;
      at += past;
      const end = Math.min(at + this.#wanted - this.#have, bytes.length);
      this.#head.set(bytes.subarray(at, end), this.#have);
      this.#have += end - at;
      at = end;
      if (this.#have === this.#wanted && this.#have > 0) this.#complete();
    }
  }

  /** How long the head is, as far as it is known. */
  get #wanted(): number {
    return this.#have >= MIN_FRAME && this.#carries ? LONGEST : MIN_FRAME;
  }

  get #carries(): boolean {
    const type = this.#head.readInt32BE(16);
    return type === VIR_NET_CALL_WITH_FDS || type === VIR_NET_REPLY_WITH_FDS;
  }

  #complete(): void {
    const head = this.#head;
    const length = head.readUInt32BE(0);
    this.#rest = length < this.#have ? Number.POSITIVE_INFINITY : length - this.#have;
    this.#have = 0;
    this.#found({
      length,
      program: head.readUInt32BE(VIR_NET_MESSAGE_LEN_MAX),
      version: head.readUInt32BE(8),
      procedure: head.readInt32BE(12),
      type: head.readInt32BE(16),
      serial: head.readUInt32BE(20),
      status: head.readInt32BE(24),
      descriptors: this.#carries ? head.readUInt32BE(MIN_FRAME) : 0,
    });
  }
}
