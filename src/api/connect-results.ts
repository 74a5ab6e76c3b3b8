import { joinSignals, offAbort, onAbort } from '../abort.js';
import { AbortError, ConnectionError, invalidArgType } from '../errors.js';
import { ClosingIterator } from './closing-iterator.js';
import { type ConnectOptions, connect } from './connect.js';
import type { ConnectTarget } from './connect-all.js';
import type { Connection } from './connection/connection.js';

/** A host that is connected to. */
export interface ConnectSuccess {
  /** What was given. */
  readonly uri: string;
  /** Its place among what was given, from 0. */
  readonly index: number;
  /** It is the caller's to close. */
  readonly connection: Connection;
  readonly error: null;
}

/** A host that is not. */
export interface ConnectFailure {
  /** What was given. */
  readonly uri: string;
  /** Its place among what was given, from 0. */
  readonly index: number;
  readonly connection: null;
  /** What `connect` threw. */
  readonly error: Error;
}

/** What became of a host: `error` is `null`, or `connection` is. */
export type ConnectResult = ConnectSuccess | ConnectFailure;

type Targets = Iterator<string | ConnectTarget> | AsyncIterator<string | ConnectTarget>;

interface Settings {
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
  /** For every host. */
  readonly common: ConnectOptions;
}

/** What becomes of many hosts, in the order in which it is known, for `for await`. */
export class ConnectResults extends ClosingIterator<ConnectResult> {
  readonly #targets: Targets;
  readonly #settings: Settings;
  /** Fires when nobody wants more. */
  readonly #over = new AbortController();
  readonly #abort = (): void => void this.#leave(true);
  /** Each is fulfilled when its host is in `#ready`, or is given up and closed. */
  readonly #connecting = new Set<Promise<void>>();
  readonly #ready: ConnectResult[] = [];
  #waiting: ((result: ConnectResult | null) => void)[] = [];
  #count = 0;
  /** The next target is asked for. */
  #asking = false;
  #exhausted = false;
  /** What the targets' iterator threw. */
  #broken: { readonly error: unknown } | null = null;
  #aborted = false;
  #begun = false;
  #leaving: Promise<void> | null = null;

  /** Made by `connectAll`. @internal */
  constructor(targets: Targets, settings: Settings) {
    super();
    this.#targets = targets;
    this.#settings = settings;
  }

  /**
   * What became of one more host, as soon as there is one.
   *
   * @throws AbortError; what the iterable that was given threw, once, when all that it gave before was taken
   */
  async next(): Promise<IteratorResult<ConnectResult, undefined>> {
    if (!this.#begun) this.#begin();
    const result = this.#ready.shift() ?? (await this.#wait());
    if (result !== null) {
      this.#fill();
      return { value: result, done: false };
    }
    await this.#leave(false);
    if (this.#aborted) {
      this.#aborted = false;
      throw new AbortError('connecting to hosts was aborted', false, { cause: this.#settings.signal?.reason });
    }
    const broken = this.#broken;
    this.#broken = null;
    if (broken !== null) throw broken.error;
    return { value: undefined, done: true };
  }

  /** Ends it. Fulfilled when nothing is connecting any more, and every connection that was not taken is closed. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#begun = true;
    await this.#leave(false);
    return { value: undefined, done: true };
  }

  #begin(): void {
    this.#begun = true;
    const { signal } = this.#settings;
    if (signal?.aborted) this.#abort();
    else onAbort(signal, this.#abort);
    this.#fill();
  }

  /** `null`: there are no more. */
  #wait(): Promise<ConnectResult | null> {
    if (this.#ended) return Promise.resolve(null);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  get #ended(): boolean {
    const none = this.#exhausted && this.#connecting.size === 0 && this.#ready.length === 0;
    return this.#leaving !== null || none;
  }

  /** Begins with the next hosts, as many as may be. */
  #fill(): void {
    const room = this.#connecting.size + this.#ready.length < this.#settings.concurrency;
    if (this.#asking || this.#exhausted || !room || this.#leaving !== null) return;
    this.#asking = true;
    void this.#ask().then(() => {
      this.#asking = false;
      this.#fill();
      this.#tell();
    });
  }

  async #ask(): Promise<void> {
    try {
      const { value, done } = await this.#targets.next();
      if (this.#leaving !== null) return;
      if (done) this.#exhausted = true;
      else this.#start(value);
    } catch (error) {
      if (this.#leaving !== null) return;
      this.#exhausted = true;
      this.#broken = { error };
    }
  }

  #start(target: string | ConnectTarget): void {
    const { uri, ...own } = typeof target === 'string' ? { uri: target } : (target ?? {});
    if (typeof uri !== 'string') {
      this.#finishTargets();
      throw invalidArgType(`uris[${this.#count}]`, 'a string, or an object with a uri', target);
    }
    const host = { uri, index: this.#count++ };
    const work = this.#connect(host, own).then((result) => {
      this.#connecting.delete(work);
      if (result === null) return;
      this.#ready.push(result);
      this.#tell();
    });
    this.#connecting.add(work);
  }

  /** `null`: nobody wants it any more, and it is closed. */
  async #connect(host: Pick<ConnectResult, 'uri' | 'index'>, own: ConnectOptions): Promise<ConnectResult | null> {
    const { common } = this.#settings;
    const { signal, end } = joinSignals(own.signal, this.#over.signal);
    try {
      const connection = await connect(host.uri, { ...common, ...given(own), signal });
      if (this.#leaving === null) return { ...host, connection, error: null };
      await connection.close();
    } catch (thrown) {
      if (this.#leaving === null) return { ...host, connection: null, error: errorOf(thrown) };
    } finally {
      end();
    }
    return null;
  }

  /** Hands out what is ready to those that wait, and tells them when there is no more. */
  #tell(): void {
    while (this.#waiting.length > 0) {
      const result = this.#ready.shift() ?? null;
      if (result === null && !this.#ended) return;
      this.#waiting.shift()?.(result);
    }
  }

  #leave(aborted: boolean): Promise<void> {
    if (this.#leaving === null) {
      const whole = this.#exhausted && this.#ready.length === 0 && this.#connecting.size === 0;
      this.#aborted = aborted && !whole;
      this.#leaving = this.#close();
      this.#tell();
    }
    return this.#leaving;
  }

  async #close(): Promise<void> {
    offAbort(this.#settings.signal, this.#abort);
    const untaken = this.#ready.splice(0);
    if (!this.#exhausted) this.#finishTargets();
    this.#over.abort();
    // What is still connecting sees that nobody wants it, and closes what it has opened.
    await Promise.all([...this.#connecting, ...untaken.map(({ connection }) => connection?.close())]);
  }

  /** Nobody waits for this: an iterator that waits for its own next value may not come to it. */
  #finishTargets(): void {
    this.#exhausted = true;
    const finish = async (): Promise<void> => {
      await this.#targets.return?.();
    };
    finish().catch(() => {});
  }
}

/** Without what is there and says nothing. */
function given(options: ConnectOptions): ConnectOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function errorOf(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  // A dialer, or a callback that is asked for a password, may throw anything.
  const text = 'connecting failed, by something that was thrown and is no error';
  return new ConnectionError(text, 'ERR_LIBVIRT_CONNECT', false, { cause: thrown });
}
