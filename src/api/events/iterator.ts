import { offAbort, onAbort } from '../../abort.js';
import { AbortError, ConnectionError, EventGapError, EventsLostError, RemoteError } from '../../errors.js';
import type { SessionEnd } from '../../rpc/loss.js';
import { ClosingIterator } from '../closing-iterator.js';
import { anew } from './anew.js';
import type { EventGap } from './gap.js';
import { EventQueue } from './queue.js';
import type { EventSink, Registration } from './registration.js';

/** How an iterator of events is made. */
export interface IteratorSettings {
  /** What the errors call the events: `'domain events'`. */
  readonly what: string;
  /** How many events are kept until they are taken. */
  readonly highWaterMark: number;
  readonly signal: AbortSignal | undefined;
  /** Whether the connection is open now, and so its end, by this side, is the events' end and no failure. */
  readonly open: boolean;
  /** Whether gaps are among the events; else a gap ends them. */
  readonly gaps: boolean;
  /** Whether the iterator is to go on without a registration that failed so, as long as there is another. */
  readonly tolerates: (error: unknown) => boolean;
}

/**
 * Events, one after the other, for `for await`. They are kept from the moment that the iterator was made until they are
 * taken. What is not used to its end is to be ended: by `break`, by `return()`, by its signal, or by `await using`.
 */
export class EventIterator<Event> extends ClosingIterator<Event> {
  /**
   * Fulfilled when the daemon has agreed to tell the events: all that happens from then on is told. Rejected where it
   * does not, or the iterator is over before it does; that need not be handled.
   */
  readonly registered: Promise<void>;
  readonly #settings: IteratorSettings;
  readonly #queue: EventQueue<Event>;
  readonly #registrations: readonly Registration<Event>[];
  readonly #sink: EventSink<Event>;
  #refusals = 0;
  #leaving: Promise<void> | null = null;
  #giveUp: (why: Error) => void = () => {};
  readonly #abort = (): void => {
    this.#giveUp(this.#abortion(true));
    this.#aborted(true);
  };

  /** Iterators are made by a connection's methods. */
  constructor(registrations: readonly Registration<Event>[], settings: IteratorSettings) {
    super();
    const queue = new EventQueue<Event>(settings.highWaterMark);
    this.#settings = settings;
    this.#queue = queue;
    this.#registrations = registrations;
    this.#sink = {
      goesOn: settings.gaps,
      event: (event) => queue.push(event),
      over: (why) => this.#over(why),
      gap: (gap) => this.#gap(gap),
      refused: (error) => this.#refusedAgain(error),
      queue,
    };
    const { signal } = settings;
    if (signal?.aborted) {
      this.#leaving = Promise.resolve();
      this.#aborted(false);
    }
    this.registered = signal?.aborted ? Promise.reject(this.#abortion(false)) : this.#begin();
    this.registered.catch(() => {});
  }

  /**
   * The next event, as soon as there is one.
   *
   * @throws RemoteError where the daemon does not tell such events; ConnectionError where the connection is lost;
   *   EventsLostError where events were not taken in time; EventGapError where the connection was lost and has come back, and
   *   gaps were not asked for; AbortError. It is thrown once, after what came before it has
   *   been taken, and there is nothing after it
   */
  next(): Promise<IteratorResult<Event, undefined>> {
    const queue = this.#queue;
    const event = queue.take();
    if (event !== null) return Promise.resolve(event);
    if (queue.lost > 0) this.#finish(null);
    // An error is made where the caller waits, so that its stack leads there.
    return queue.wait().then((result) => result ?? this.#done());
  }

  /** Ends it: whoever waits for an event is told that there are no more. Fulfilled when the daemon sends no more. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#queue.clear();
    this.#queue.end(null);
    await this.#leave();
    return { value: undefined, done: true };
  }

  /** Registers; a daemon that does not answer is not waited for beyond the signal. */
  #begin(): Promise<void> {
    const registered = this.#register();
    if (this.#settings.signal === undefined) return registered;
    const aborted = new Promise<never>((_resolve, reject) => {
      this.#giveUp = reject;
    });
    return Promise.race([registered, aborted]);
  }

  async #register(): Promise<void> {
    onAbort(this.#settings.signal, this.#abort);
    const added = this.#registrations.map((registration) => registration.add(this.#sink));
    await Promise.all(added.map((one) => one.catch((error: unknown) => this.#refused(error))));
  }

  #done(): IteratorReturnResult<undefined> {
    const { lost } = this.#queue;
    const why = this.#queue.why();
    if (lost > 0) {
      this.#queue.clear();
      const { what, highWaterMark } = this.#settings;
      const text = `${lost} ${what} were lost: they were not taken in time, and no more than ${highWaterMark} are kept`;
      throw new EventsLostError(text, lost, why === null ? {} : { cause: why });
    }
    if (why !== null) throw why;
    return { value: undefined, done: true };
  }

  /** There are no more events. */
  #finish(end: (() => Error) | null): void {
    this.#queue.end(end);
    // Nobody waits for this: where the daemon did not agree, its events are dropped as they come.
    this.#leave().catch(() => {});
  }

  #leave(): Promise<void> {
    this.#leaving ??= this.#deregister();
    return this.#leaving;
  }

  async #deregister(): Promise<void> {
    offAbort(this.#settings.signal, this.#abort);
    const left = await Promise.allSettled(this.#registrations.map((registration) => registration.remove(this.#sink)));
    for (const result of left) {
      // Nothing is registered at the end of a connection.
      if (result.status === 'rejected' && result.reason instanceof RemoteError) throw result.reason;
    }
  }

  #aborted(sent: boolean): void {
    this.#finish(() => this.#abortion(sent));
  }

  #abortion(sent: boolean): AbortError {
    const { signal, what } = this.#settings;
    const cause: unknown = signal?.reason;
    return new AbortError(`the ${what} were aborted`, sent, { cause });
  }

  /** @throws the error, unless the iterator goes on */
  #refused(error: unknown): void {
    this.#refusals++;
    if (this.#settings.tolerates(error) && this.#refusals < this.#registrations.length) return;
    const closed = error instanceof ConnectionError && error.code === 'ERR_LIBVIRT_CONNECTION_CLOSED';
    if (closed && this.#settings.open) this.#finish(null);
    else this.#finish(() => anew(error));
    throw error;
  }

  /** The daemon told these events until the connection was lost, and does not any more. */
  #refusedAgain(error: Error): void {
    try {
      this.#refused(error);
    } catch {
      // The iterator is over, and its next taker is told why.
    }
  }

  #gap(gap: EventGap): void {
    if (this.#settings.gaps) {
      // Whoever asks for gaps iterates events and gaps.
      this.#queue.push(gap as Event);
      return;
    }
    const { from, to } = gap;
    const text =
      `there are no more ${this.#settings.what}: the connection was lost and has come back, and what happened from ` +
      `${from.toISOString()} to ${to.toISOString()} is not known`;
    this.#finish(() => new EventGapError(text, from, to));
  }

  #over(why: SessionEnd): void {
    if (why === null) {
      this.#finish(null);
      return;
    }
    const code = why instanceof ConnectionError ? why.code : 'ERR_LIBVIRT_CONNECTION_LOST';
    const text = `there are no more ${this.#settings.what}: ${why.message}`;
    this.#finish(() => new ConnectionError(text, code, true, { cause: why }));
  }
}
