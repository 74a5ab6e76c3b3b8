import type { Readable } from 'node:stream';

const KEPT = 4096;

/** The end of what a program has written on standard error. */
export class Tail {
  #bytes = Buffer.alloc(0);

  constructor(stream: Readable) {
    stream
      .on('error', () => {})
      .on('data', (bytes: Buffer) => {
        this.#bytes = Buffer.concat([this.#bytes, bytes]).subarray(-KEPT);
      });
  }

  /** In lines, without what a terminal alone understands. */
  get text(): string {
    return this.#bytes
      .toString()
      .replace(/\r\n?/gu, '\n')
      .replace(/[^\P{Cc}\n]/gu, '')
      .trim();
  }
}
