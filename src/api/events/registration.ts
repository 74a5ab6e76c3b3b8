import { RemoteError } from '../../errors.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import { eventsAreWatched, tellEvent } from '../../rpc/diagnostics/event.js';
import type { SessionEnd } from '../../rpc/loss.js';
import type { Objects } from '../objects.js';
import type { EventGap } from './gap.js';
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
  /** Whether it goes on after a gap. */
  readonly goesOn: boolean;
  /** The connection was lost and has come back: what happened in between is not told. */
  gap(gap: EventGap): void;
  /** The daemon does not tell the events of one registration again. */
  refused(error: Error): void;
}

/** What the registrations of a connection share. */
export interface EventPlace {
  readonly session: DaemonSession;
  readonly objects: Objects;
  /** Whether there is a session that anything is, or can be, registered on. */
  readonly stands: boolean;
  /**
   * Registers at the daemon, and where its session is lost before it has agreed, at the next.
   *
   * @param accept gets the registration's id, and the session that it is of, before any message of it is dispatched
   * @param options `again`: whether it was registered before; `wanted`: whether it is to be registered still
   */
  register<Event>(
    source: EventSource<Event>,
    accept: (id: number, session: DaemonSession) => void,
    options: { readonly again: boolean; readonly wanted: () => boolean },
  ): Promise<void>;
  /** Ends what has that id on that session. */
  deregister(source: EventSource<unknown>, callbackID: number, session: DaemonSession): Promise<void>;
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
  /** The session that the id is of. */
  #session: DaemonSession | null = null;
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
      this.#registering = this.#register(false);
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
    // Nothing is registered, and nothing will be, as nobody wants it.
    if (!this.#place.stands) return Promise.resolve();
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

  has(sink: EventSink<never>): boolean {
    return this.#sinks.includes(sink as EventSink<unknown>);
  }

  /**
   * The session is lost. What was registered on it is registered on the next.
   *
   * @returns who is to be told of the gap; `null`: nothing was registered
   */
  lost(): readonly EventSink<Event>[] | null {
    if (this.#id === null) return null;
    this.#id = null;
    const sinks = this.#sinks;
    this.#registering = this.#register(true);
    this.#registering.catch((error: Error) => {
      // Of the connection's end they are told by itself.
      if (error instanceof RemoteError) for (const sink of sinks) sink.refused(error);
    });
    return sinks;
  }

  /** Fulfilled when the daemon has agreed again, or has not, with what it had against it. Never rejected. */
  renewed(): Promise<Error | null> {
    const registering = this.#registering ?? Promise.resolve();
    return registering.then(
      () => null,
      (error: Error) => error,
    );
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

  async #register(again: boolean): Promise<void> {
    const wanted = (): boolean => this.#sinks.length > 0;
    try {
      if (this.#leaving !== null) await this.#leaving.catch(() => {});
      if (wanted()) {
        await this.#place.register(this.source, (id, session) => this.#registered(id, session), { again, wanted });
      }
      if (!wanted() && this.#id === null && this.#leaving === null) this.#registering = null;
    } catch (error) {
      this.#registering = null;
      this.#sinks = [];
      throw error;
    } finally {
      this.#tidy();
    }
  }

  /** The reply is being dispatched: an event may be next. */
  #registered(id: number, session: DaemonSession): void {
    this.#id = id;
    this.#session = session;
    this.#place.idsOf(this.source).set(id, this as Registration<unknown>);
    if (this.#sinks.length === 0) void this.#leave(id);
  }

  #leave(id: number): Promise<void> {
    this.#id = null;
    this.#registering = null;
    this.#place.idsOf(this.source).delete(id);
    this.#leaving = this.#deregister(id, this.#session as DaemonSession);
    this.#session = null;
    this.#leaving.catch(() => {});
    return this.#leaving;
  }

  async #deregister(callbackID: number, session: DaemonSession): Promise<void> {
    try {
      await this.#place.deregister(this.source, callbackID, session);
    } finally {
      this.#leaving = null;
      this.#tidy();
    }
  }

  #tidy(): void {
    if (this.#registering === null && this.#leaving === null) this.#place.forget(this as Registration<unknown>);
  }
}
