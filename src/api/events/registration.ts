import { eventsAreWatched, tellEvent } from '../../rpc/diagnostics/event.js';
import { UNLIMITED } from '../../rpc/options.js';
import type { Session, SessionEnd } from '../../rpc/session.js';
import type { Objects } from '../objects.js';
import type { CallbackMessage } from './kind.js';
import type { EventSource } from './source.js';

/** Who gets the events of a registration. None of this may throw. */
export interface EventSink<Event> {
  /** Called while the message is dispatched. */
  event(event: Event): void;
  /** There will be no more: the connection is over. */
  over(why: SessionEnd): void;
  /** Where they wait until they are taken, if they do. */
  readonly queue?: { readonly size: number; readonly lost: number };
}

/** What the registrations of a connection share. */
export interface EventPlace {
  readonly session: Session;
  readonly objects: Objects;
  /** The registrations that the daemon knows, by their ids, of the source's message. */
  idsOf(source: EventSource<unknown>): Map<number, Registration<unknown>>;
  /** Nothing is left of the registration. */
  forget(registration: Registration<unknown>): void;
}

/**
 * What a daemon tells of one source, to everybody who wants it. The daemon is asked once, however many there are, as it
 * refuses to be asked twice; and it is asked for one thing at a time, as it may answer two calls in any order.
 */
export class Registration<Event> {
  readonly source: EventSource<Event>;
  readonly #place: EventPlace;
  /** Replaced, and never changed: who is added or removed by another counts from the next event on. */
  #sinks: readonly EventSink<Event>[] = [];
  #id: number | null = null;
  #registering: Promise<void> | null = null;
  #leaving: Promise<void> | null = null;

  constructor(place: EventPlace, source: EventSource<Event>) {
    this.#place = place;
    this.source = source;
  }

  /**
   * Has the events given to a sink.
   *
   * @returns what is fulfilled when the daemon has agreed; its rejection need not be handled
   */
  add(sink: EventSink<Event>): Promise<void> {
    this.#sinks = [...this.#sinks, sink];
    if (this.#registering === null) {
      this.#registering = this.#register();
      this.#registering.catch(() => {});
    }
    return this.#registering;
  }

  /**
   * Gives a sink no more events.
   *
   * @returns what is fulfilled when the daemon, if it was the last, has agreed; its rejection need not be handled
   */
  remove(sink: EventSink<Event>): Promise<void> {
    this.#sinks = this.#sinks.filter((other) => other !== sink);
    if (this.#sinks.length > 0) return Promise.resolve();
    if (this.#id !== null) return this.#leave(this.#id);
    // It is not known yet what is to be deregistered: whatever it is, `#registered` does it.
    const left = (this.#registering ?? Promise.resolve()).then(() => this.#leaving ?? undefined);
    left.catch(() => {});
    return left;
  }

  deliver(msg: CallbackMessage): void {
    const event = this.source.make(this.#place.objects, msg);
    const sinks = this.#sinks;
    for (const sink of sinks) sink.event(event);
    if (eventsAreWatched()) this.#tell(event, sinks);
  }

  over(why: SessionEnd): void {
    const sinks = this.#sinks;
    this.#sinks = [];
    for (const sink of sinks) sink.over(why);
  }

  #tell(event: Event, sinks: readonly EventSink<Event>[]): void {
    const queues = sinks.flatMap(({ queue }) => queue ?? []);
    tellEvent({
      connection: this.#place.session.about,
      procedure: this.source.message.name,
      // Each event has one.
      kind: (event as { readonly kind: string }).kind,
      consumers: sinks.length,
      waiting: Math.max(0, ...queues.map(({ size }) => size)),
      // After one that did not fit, none is kept.
      lost: queues.filter(({ lost }) => lost > 0).length,
    });
  }

  async #register(): Promise<void> {
    try {
      if (this.#leaving !== null) await this.#leaving.catch(() => {});
      if (this.#sinks.length === 0) this.#registering = null;
      else await this.source.register(this.#place.session, (id) => this.#registered(id));
    } catch (error) {
      this.#registering = null;
      this.#sinks = [];
      throw error;
    } finally {
      this.#tidy();
    }
  }

  /** The reply is being dispatched: an event may be next. */
  #registered(id: number): void {
    this.#id = id;
    this.#place.idsOf(this.source).set(id, this as Registration<unknown>);
    if (this.#sinks.length === 0) void this.#leave(id);
  }

  #leave(id: number): Promise<void> {
    this.#id = null;
    this.#registering = null;
    this.#place.idsOf(this.source).delete(id);
    this.#leaving = this.#deregister(id);
    this.#leaving.catch(() => {});
    return this.#leaving;
  }

  async #deregister(callbackID: number): Promise<void> {
    try {
      await this.#place.session.call(this.source.deregister, { callbackID }, UNLIMITED);
    } finally {
      this.#leaving = null;
      this.#tidy();
    }
  }

  #tidy(): void {
    if (this.#registering === null && this.#leaving === null) this.#place.forget(this as Registration<unknown>);
  }
}
