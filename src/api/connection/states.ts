import { offAbort, onAbort } from '../../abort.js';
import { AbortError, EventsLostError, invalidArgType } from '../../errors.js';
import { ClosingIterator } from '../closing-iterator.js';
import { checkQueue } from '../events/options.js';
import { EventQueue } from '../events/queue.js';
import type { ConnectionState } from './state.js';

/** How the states of a connection are iterated. */
export interface StateOptions {
  /** Ends the iterator when it fires: what has come by then can be taken still, then an `AbortError` is thrown. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How many states are kept that have not been taken. When one more comes, the iterator gives out what it has and then
   * throws an `EventsLostError`. Default: 1024.
   */
  readonly highWaterMark?: number | undefined;
}

const HIGH_WATER_MARK = 1024;

/** Those who iterate the states of a connection. */
export class StateWatchers {
  readonly #iterators = new Set<StateIterator>();

  /** @param now the state that there is now, which is the first */
  watch(now: ConnectionState, options: StateOptions): StateIterator {
    const iterator = new StateIterator(options, (left) => this.#iterators.delete(left));
    iterator.push(now);
    if (!iterator.over) this.#iterators.add(iterator);
    return iterator;
  }

  push(state: ConnectionState): void {
    for (const iterator of this.#iterators) iterator.push(state);
  }
}

/** The states of a connection, one after the other, for `for await`. The last is `closed`. */
export class StateIterator extends ClosingIterator<ConnectionState> {
  readonly #queue: EventQueue<ConnectionState>;
  readonly #signal: AbortSignal | undefined;
  readonly #room: number;
  readonly #left: (iterator: StateIterator) => void;
  #over = false;
  readonly #abort = (): void => this.#end(() => this.#abortion());

  /** Iterators are made by a connection's `states`. @internal */
  constructor(options: StateOptions, left: (iterator: StateIterator) => void) {
    super();
    if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options);
    const { signal } = options;
    this.#room = checkQueue(options, HIGH_WATER_MARK);
    this.#queue = new EventQueue(this.#room);
    this.#signal = signal;
    this.#left = left;
    onAbort(signal, this.#abort);
    if (signal?.aborted) this.#abort();
  }

  /** Whether no more states come. @internal */
  get over(): boolean {
    return this.#over;
  }

  /** @internal */
  push(state: ConnectionState): void {
    this.#queue.push(state);
    if (state.state === 'closed' || this.#queue.lost > 0) this.#end(null);
  }

  /**
   * The next state, as soon as there is one.
   *
   * @throws AbortError; EventsLostError where states were not taken in time. It is thrown once, after what came before it has
   *   been taken, and there is nothing after it
   */
  async next(): Promise<IteratorResult<ConnectionState, undefined>> {
    const state = this.#queue.take() ?? (await this.#queue.wait());
    if (state !== null) return state;
    const { lost } = this.#queue;
    if (lost > 0) {
      this.#queue.clear();
      const text = `states of the connection were lost: they were not taken in time, and no more than ${this.#room} are kept`;
      throw new EventsLostError(text, lost);
    }
    const why = this.#queue.why();
    if (why !== null) throw why;
    return { value: undefined, done: true };
  }

  /** Ends it: whoever waits for a state is told that there are no more. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#queue.clear();
    this.#end(null);
    return { value: undefined, done: true };
  }

  #end(why: (() => Error) | null): void {
    this.#over = true;
    offAbort(this.#signal, this.#abort);
    this.#queue.end(why);
    this.#left(this);
  }

  #abortion(): AbortError {
    const cause: unknown = this.#signal?.reason;
    return new AbortError('the states of the connection were aborted', false, { cause });
  }
}
