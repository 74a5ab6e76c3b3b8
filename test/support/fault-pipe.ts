import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { Transport } from '../../src/transport/transport.js';
import type { Manner } from './fault-plan.js';
import type { Random } from './fault-random.js';

type Item = { readonly bytes: Buffer } | { readonly fd: number };

/** How many bytes of a conversation come one by one, a turn of the event loop each; and how many of what came together. */
const SINGLES = 160;
const SINGLES_AT_ONCE = 30;
/** Milliseconds for which bytes gather. */
const GATHERING = 2;

/** One direction of a connection: hands on what it is given, in its order, and in its manner. */
export class FaultPipe {
  readonly #to: Transport;
  readonly #manner: Manner;
  readonly #random: Random;
  #items: Item[] = [];
  #running = false;
  #over = false;
  #singles = SINGLES;
  #idle: () => void = () => {};

  constructor(to: Transport, manner: Manner, random: Random) {
    this.#to = to;
    this.#manner = manner;
    this.#random = random;
  }

  bytes(bytes: Buffer): void {
    this.#push({ bytes });
  }

  /** A descriptor, which is the pipe's from now on. */
  descriptor(fd: number): void {
    this.#push({ fd });
  }

  /** Fulfilled when all that it has been given has left it. */
  async empty(): Promise<void> {
    if (this.#running) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
  }

  /** Hands nothing on any more. */
  end(): void {
    this.#over = true;
    for (const item of this.#items.splice(0)) if ('fd' in item) this.#to.release([item.fd]);
    this.#idle();
  }

  #push(item: Item): void {
    if (this.#over) {
      if ('fd' in item) this.#to.release([item.fd]);
      return;
    }
    if (this.#manner === 'pass') {
      this.#write(item);
      return;
    }
    this.#items.push(item);
    if (this.#running) return;
    this.#running = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#items.length > 0) {
      if (this.#manner === 'delay') await delay(this.#random.int(0, 4));
      else if (this.#manner === 'coalesce') {
        await delay(GATHERING);
        this.#join();
      }
      const item = this.#items.shift();
      if (item === undefined) break;
      if (this.#manner === 'split' && 'bytes' in item) await this.#split(item.bytes);
      else this.#write(item);
    }
    this.#running = false;
    this.#idle();
  }

  #write(item: Item): void {
    if ('fd' in item) this.#to.write(Buffer.alloc(0), [item.fd]);
    else this.#to.write(item.bytes);
  }

  async #split(bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#over; ) {
      const single = at < SINGLES_AT_ONCE && this.#singles > 0;
      if (single) this.#singles--;
      const piece = bytes.subarray(at, at + (single ? 1 : this.#random.int(1, 70_000)));
      at += piece.length;
      this.#to.write(piece);
      await turn();
    }
  }

  /** Neighbours become one, up to a descriptor. */
  #join(): void {
    const end = this.#items.findIndex((item) => 'fd' in item);
    const many = this.#items.splice(0, end < 0 ? this.#items.length : end) as { readonly bytes: Buffer }[];
    if (many.length > 0) this.#items.unshift({ bytes: Buffer.concat(many.map(({ bytes }) => bytes)) });
  }
}
