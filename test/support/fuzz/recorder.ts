import type { Transport } from '../../../src/transport/transport.js';
import type { Recorded } from './conversation.js';

/** Cuts what one side sends into messages, by the length that each begins with. */
class Side {
  #rest: Buffer = Buffer.alloc(0);
  readonly #from: Recorded['from'];
  readonly #all: Recorded[];

  constructor(from: Recorded['from'], all: Recorded[]) {
    this.#from = from;
    this.#all = all;
  }

  bytes(bytes: Uint8Array): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 4 && this.#rest.length >= this.#rest.readUInt32BE()) {
      const length = this.#rest.readUInt32BE();
      this.#all.push({ from: this.#from, bytes: this.#rest.subarray(0, length), fds: 0 });
      this.#rest = this.#rest.subarray(length);
    }
  }

  descriptors(count: number): void {
    const at = this.#all.findLastIndex(({ from }) => from === this.#from);
    const last = this.#all[at];
    if (last !== undefined) this.#all[at] = { ...last, fds: last.fds + count };
  }
}

/** A transport that keeps, in `all`, what passes. */
export function recorded(inner: Transport, all: Recorded[]): Transport {
  const client = new Side('client', all);
  const daemon = new Side('daemon', all);
  return {
    kind: inner.kind,
    supportsFds: inner.supportsFds,
    whyNoFds: inner.whyNoFds,
    secure: inner.secure,
    encrypted: inner.encrypted,
    start: (events) =>
      inner.start({
        data: (bytes) => {
          daemon.bytes(bytes);
          events.data(bytes);
        },
        descriptors: (fds, byte) => {
          daemon.descriptors(fds.length);
          events.descriptors(fds, byte);
        },
        drain: () => events.drain(),
        close: (error) => events.close(error),
      }),
    write: (bytes, fds = []) => {
      client.bytes(bytes);
      client.descriptors(fds.length);
      return inner.write(bytes, fds);
    },
    duplicate: (fd) => inner.duplicate(fd),
    release: (fds) => inner.release(fds),
    pause: () => inner.pause(),
    resume: () => inner.resume(),
    ref: (keep) => inner.ref(keep),
    close: () => inner.close(),
  };
}
