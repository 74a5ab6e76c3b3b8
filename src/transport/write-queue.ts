/** What could not leave yet: bytes, or a descriptor that travels with a byte of its own. */
type Item = { readonly bytes: Uint8Array } | { readonly fd: number };

/** How a transport sends. Both throw where nothing will ever be sent any more. */
export interface Sender {
  /** Takes all of it. True: it has left. False: it is on its way, and `bytesLeft` will be told. */
  sendBytes(bytes: Uint8Array): boolean;
  /** Sends a descriptor with a zero byte. False: it cannot leave for now. */
  sendDescriptor(fd: number): boolean;
  /** Closes a descriptor that has left or never will. */
  release(fd: number): void;
}

/** What waits for a full socket, in its order. It owns the descriptors in it. */
export class WriteQueue {
  readonly #sender: Sender;
  #items: Item[] = [];
  #head = 0;
  #busy = false;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Whether everything has left. */
  get idle(): boolean {
    return !this.#busy && this.#head === this.#items.length;
  }

  /** Adds to the end, without sending. */
  push(bytes: Uint8Array, fds: readonly number[]): void {
    if (bytes.length > 0) this.#items.push({ bytes });
    for (const fd of fds) this.#items.push({ fd });
  }

  /** The bytes that were on their way have left. */
  bytesLeft(): void {
    this.#busy = false;
  }

  /** Sends as much as can leave. @throws what the sender throws */
  flush(): void {
    while (!this.#busy && this.#head < this.#items.length) {
      const item = this.#items[this.#head] as Item;
      if ('bytes' in item) {
        this.#busy = !this.#sender.sendBytes(item.bytes);
        this.#head++;
      } else {
        if (!this.#sender.sendDescriptor(item.fd)) return;
        this.#head++;
        this.#sender.release(item.fd);
      }
    }
    if (this.#head === this.#items.length) this.#forget();
  }

  /** Forgets everything, and closes the descriptors. */
  clear(): void {
    const items = this.#items.slice(this.#head);
    this.#forget();
    this.#busy = false;
    for (const item of items) if ('fd' in item) this.#sender.release(item.fd);
  }

  #forget(): void {
    this.#items = [];
    this.#head = 0;
  }
}
