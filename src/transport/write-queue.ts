import { closeSync } from 'node:fs';

/** What could not leave yet: bytes, or a descriptor that travels with a byte of its own. */
type Item = { readonly bytes: Uint8Array } | { readonly fd: number };

/** How a transport sends. Each returns how many bytes left, 0 where none can for now, and throws where none ever will. */
export interface Sender {
  sendBytes(bytes: Uint8Array): number;
  /** 1: the descriptor has left. */
  sendDescriptor(fd: number): number;
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
    this.#items.push({ bytes });
    for (const fd of fds) this.#items.push({ fd });
  }

  /** Sends as much as can leave. @throws what the sender throws */
  flush(): void {
    while (this.#head < this.#items.length) {
      const item = this.#items[this.#head] as Item;
      if ('fd' in item) {
        if (this.#sender.sendDescriptor(item.fd) === 0) return;
        this.#head++;
        closeSync(item.fd);
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
    for (const item of this.#items.slice(this.#head)) if ('fd' in item) closeSync(item.fd);
    this.#items = [];
    this.#head = 0;
  }
}
