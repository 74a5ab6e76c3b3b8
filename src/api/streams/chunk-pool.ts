/** More than a read of a UNIX socket brings. */
const SIZE = 256 * 1024;

/** The memory of chunks whose consumer says when it has done with them. */
export class ChunkPool {
  readonly #free: ArrayBuffer[] = [];

  /** A copy, which is valid until it is given back. */
  copy(bytes: Buffer): Buffer {
    const memory = bytes.length > SIZE ? new ArrayBuffer(bytes.length) : (this.#free.pop() ?? new ArrayBuffer(SIZE));
    const chunk = Buffer.from(memory, 0, bytes.length);
    bytes.copy(chunk);
    return chunk;
  }

  giveBack({ buffer }: Buffer): void {
    if (buffer instanceof ArrayBuffer && buffer.byteLength === SIZE) this.#free.push(buffer);
  }
}
