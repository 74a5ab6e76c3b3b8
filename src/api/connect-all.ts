import { invalidArgType, invalidArgValue, outOfRange } from '../errors.js';
import { type ConnectOptions, checkConnectOptions } from './connect.js';
import { ConnectResults } from './connect-results.js';

/** A host to connect to, with options of its own, which go before those that are common to all. */
export interface ConnectTarget extends ConnectOptions {
  /** As `connect` takes it. */
  readonly uri: string;
}

/** How `connectAll` connects: as `connect`, with options that hold for each host by itself. */
export interface ConnectAllOptions extends Omit<ConnectOptions, 'stream'> {
  /**
   * How many hosts may be connecting, or be connected to and not yet taken, at a time. Default: 10, which is as many as an
   * sshd lets log in at a time, by default, where all go through one.
   */
  readonly concurrency?: number | undefined;
  /** Ends it all: what is still connecting is given up, and the iteration throws an `AbortError`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that each host may take to be connected to, from when its turn comes. Default: as `connect`'s. */
  readonly timeout?: number | undefined;
}

const CONCURRENCY = 10;

/**
 * Connects to many hosts, some at a time, and tells of each as soon as it is connected to, or cannot be.
 *
 *     for await (const { uri, connection, error } of connectAll(uris, { timeout: 10_000 })) {
 *       if (error) console.error(`${uri}: ${error.message}`);
 *       else connections.set(uri, connection);
 *     }
 *
 * It begins with the first `next()`. A connection that was taken is the caller's, and is not closed by anything that
 * happens here later. When the iteration is left, by `break`, an error, `return()` or the signal, what is still
 * connecting is given up, and what is connected to and was not taken is closed, before the iteration is over. A host
 * that is not taken in time holds the next ones back.
 *
 * @param uris what to connect to, in this order: URIs, or objects that have one and options of its own. One that comes
 *   twice is connected to twice. What goes wrong with it as an iterable is thrown when all that it gave before is taken
 * @throws TypeError, RangeError at once for options that are none; when it is iterated, TypeError for what is no URI and has
 *   none, as what goes wrong with `uris`, and AbortError. Whatever `connect` would throw of one host is that one's `error`
 */
export function connectAll(
  uris: Iterable<string | ConnectTarget> | AsyncIterable<string | ConnectTarget>,
  options: ConnectAllOptions = {},
): ConnectResults {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'an object', options);
  const { concurrency = CONCURRENCY, signal, ...common } = options;
  if (!(Number.isInteger(concurrency) && concurrency > 0)) {
    throw outOfRange('options.concurrency', 'an integer, 1 or more', concurrency);
  }
  if ('stream' in common) throw invalidArgValue('options.stream', 'is for one connection: give it with its URI');
  checkConnectOptions({ ...common, signal });
  return new ConnectResults(iteratorOf(uris), { concurrency, signal, common });
}

type Targets = Iterator<string | ConnectTarget> | AsyncIterator<string | ConnectTarget>;

function iteratorOf(uris: Iterable<string | ConnectTarget> | AsyncIterable<string | ConnectTarget>): Targets {
  // A string has one, of its letters.
  if (typeof uris === 'object' && uris !== null) {
    if (Symbol.asyncIterator in uris) return uris[Symbol.asyncIterator]();
    if (Symbol.iterator in uris) return uris[Symbol.iterator]();
  }
  throw invalidArgType('uris', 'an iterable, or an async iterable', uris);
}
