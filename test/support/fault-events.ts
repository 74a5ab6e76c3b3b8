import { type Connection, DomainEventType, type DomainLifecycleEvent, type EventIterator } from '../../src/index.js';
import { WrongResult } from './fault-operations.js';

const LIFE: readonly number[] = [
  DomainEventType.DEFINED,
  DomainEventType.STARTED,
  DomainEventType.STOPPED,
  DomainEventType.UNDEFINED,
];

/** The events of one conversation's domains, as they come. */
export class FaultEvents {
  readonly #iterator: EventIterator<DomainLifecycleEvent>;
  readonly #came = new Map<string, number[]>();
  /** Why there are no more: `null` where they were ended. */
  readonly over: Promise<Error | null>;

  constructor(connection: Connection) {
    this.#iterator = connection.domainEvents('lifecycle');
    this.over = this.#collect().catch((error: Error) => error);
  }

  get registered(): Promise<void> {
    return this.#iterator.registered;
  }

  async end(): Promise<void> {
    await this.#iterator.return();
  }

  /** Waits until all events of these domains' lives have come. */
  async whole(names: readonly string[], until: number): Promise<void> {
    for (const name of names) {
      while (this.#of(name).length < LIFE.length) {
        if (performance.now() > until)
          throw new WrongResult(`of ${name}, only events ${this.#of(name).join()} have come`);
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }

  /** @throws WrongResult where some did not come in their order, or one came twice */
  check(): void {
    for (const [name, events] of this.#came) {
      const wanted = LIFE.slice(0, events.length).join();
      if (events.join() !== wanted) throw new WrongResult(`the events of ${name} are ${events.join()}, not ${wanted}`);
    }
  }

  #of(name: string): number[] {
    return this.#came.get(name) ?? [];
  }

  async #collect(): Promise<null> {
    for await (const { event, domain } of this.#iterator)
      this.#came.set(domain.name, [...this.#of(domain.name), event]);
    return null;
  }
}
