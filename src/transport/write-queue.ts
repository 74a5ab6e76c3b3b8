/** What could not leave yet: bytes, or a descriptor that travels with a byte of its own. */
type Item = { readonly bytes: Uint8Array } | { readonly fd: number };

/**
 * How a transport sends. The first two return how many bytes left, 0 where none can for now, and throw where none ever
 * will.
 */
export interface Sender {
  sendBytes(bytes: Uint8Array): number;
  /** 1: the descriptor has left. */
  sendDescriptor(fd: number): number;
  /** Closes a descriptor that has left or never will. */
  release(fd: number): void;
}

/** What waits for a full socket, in its order. It owns the descriptors in it. */
export class WriteQueue {
  readonly #sender: Sender;
  #items: Item[] = [];
  #head = 0;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  get empty(): boolean {
    return this.#head === this.#items.length;
  }

  /** Adds to the end, without sending. */
  push(bytes: Uint8Array, fds: readonly number[]): void {
    if (bytes.length > 0) this.#items.push({ bytes });
    for (const fd of fds) this.#items.push({ fd });
  }

  /** Sends as much as can leave. @throws what the sender throws */
  flush(): void {
    while (this.#head < this.#items.length) {
      const item = this.#items[this.#head] as Item;
      if ('fd' in item) {
        if (this.#sender.sendDescriptor(item.fd) === 0) return;
        this.#head++;
        this.#sender.release(item.fd);
        continue;
      }
      const sent = this.#sender.sendBytes(item.bytes);
      if (sent < item.bytes.length) {
        this.#items[this.#head] = { bytes: item.bytes.subarray(sent) };
        if (sent === 0) return;
      } else this.#head++;
    }
    this.#items = [];
    this.#head = 0;
  }

  /** Forgets everything, and closes the descriptors. */
  clear(): void {
    const items = this.#items.slice(this.#head);
    this.#items = [];
    this.#head = 0;
    for (const item of items) if ('fd' in item) this.#sender.release(item.fd);
  }
}
