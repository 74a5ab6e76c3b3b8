import type { EventGap } from './gap.js';
import type { EventSink, Registration } from './registration.js';

/**
 * Who is to be told of the gap that there is, if there is one. Each is told once, when all that it listens to is registered
 * again; what comes before that is kept until then, so that it does not come before the gap.
 */
export class Gaps {
  #from: Date | null = null;
  /** Whoever listened, and to what. */
  readonly #sinks = new Map<EventSink<never>, Registration<unknown>[]>();
  #kept: (() => void)[] = [];

  begin(from: Date): void {
    this.#from ??= from;
    // It came on a session that is lost as well.
    this.#kept = [];
  }

  add<Event>(registration: Registration<Event>, sink: EventSink<Event>): void {
    const registrations = this.#sinks.get(sink as EventSink<never>) ?? [];
    registrations.push(registration as Registration<unknown>);
    this.#sinks.set(sink as EventSink<never>, registrations);
  }

  /** Tells those that do not go on after a gap. */
  endThose(): void {
    for (const sink of [...this.#sinks.keys()]) {
      if (sink.goesOn) continue;
      this.#tell(sink);
      this.#sinks.delete(sink);
    }
  }

  /** The gap is over. */
  end(): void {
    for (const sink of this.#sinks.keys()) this.#tell(sink);
    this.#sinks.clear();
    this.#from = null;
    for (const deliver of this.#kept.splice(0)) deliver();
  }

  inOrder(deliver: () => void): void {
    if (this.#from === null) deliver();
    else this.#kept.push(deliver);
  }

  #tell(sink: EventSink<never>): void {
    const registrations = this.#sinks.get(sink) ?? [];
    const gap: EventGap = { kind: 'gap', from: this.#from ?? new Date(), to: new Date() };
    if (registrations.some((registration) => registration.has(sink))) sink.gap(gap);
  }
}
