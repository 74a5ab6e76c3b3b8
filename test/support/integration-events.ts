import { onTestFinished } from 'vitest';
import type { EventIterator } from '../../src/index.js';

/** Milliseconds that an event may take. */
const PATIENCE = 20_000;

/** Collects an iterator's events, for as long as the test runs, when the daemon has agreed to tell them. */
export async function collect<Event>(iterator: EventIterator<Event>): Promise<Collected<Event>> {
  const collected = new Collected(iterator);
  await iterator.registered;
  return collected;
}

/** An iterator's events, as they come. */
class Collected<Event> {
  readonly events: Event[] = [];
  readonly #done: Promise<unknown>;
  #check: () => void = () => {};

  constructor(iterator: EventIterator<Event>) {
    this.#done = this.#collect(iterator).catch((error: unknown) => error);
    onTestFinished(async () => {
      await iterator.return();
      await this.#done;
    });
  }

  /** The first event that is so, once it has come. */
  async first<Wanted extends Event>(isSo: (event: Event) => event is Wanted): Promise<Wanted>;
  async first(isSo: (event: Event) => boolean): Promise<Event>;
  async first(isSo: (event: Event) => boolean): Promise<Event> {
    await this.#until(() => this.events.some(isSo));
    return this.events.find(isSo) as Event;
  }

  /** The events, once there are so many. */
  async count(count: number): Promise<readonly Event[]> {
    await this.#until(() => this.events.length >= count);
    return this.events;
  }

  async #until(isSo: () => boolean): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const text = (): string =>
        `no such event has come, but ${this.events.map((event) => JSON.stringify(event, plain))}`;
      timer = setTimeout(() => reject(new Error(text())), PATIENCE);
    });
    const there = new Promise<void>((resolve) => {
      this.#check = () => {
        if (isSo()) resolve();
      };
    });
    this.#check();
    const over = this.#done.then((error) => {
      if (!isSo()) throw new Error('the events are over', { cause: error });
    });
    try {
      await Promise.race([there, late, over]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #collect(iterator: EventIterator<Event>): Promise<void> {
    for await (const event of iterator) {
      this.events.push(event);
      this.#check();
    }
  }
}

function plain(key: string, value: unknown): unknown {
  if (key === 'connection') return undefined;
  return typeof value === 'bigint' ? String(value) : value;
}
