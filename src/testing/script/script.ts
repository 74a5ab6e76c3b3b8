import { descriptorOf, type FileLike } from '../../api/files.js';
import { invalidArgType, invalidArgValue, outOfRange } from '../../errors.js';
import { VIR_NET_MESSAGE_NUM_FDS_MAX, type virNetMessageError } from '../../protocol/generated/net/index.js';
import type { Procedure } from '../../protocol/procedure.js';
import { failureOf, type ScriptedError } from '../failure.js';
import { NO_FDS, type Outcome, replyOf, type StreamScript } from '../outcome.js';
import type { ReceivedCall } from '../received-call.js';

/** Makes the answer to a call. It may throw, or call `call.fail`, for the client to be answered with an error. */
export type Handler<Args, Result> = (args: Args, call: ReceivedCall<Args>) => Result | Promise<Result>;

/** What becomes of the stream that a reply opens. */
export interface StreamAnswer {
  /** What the client is sent; then it is told that this was all. Default: nothing, and the stream stays open. */
  readonly send?: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array> | undefined;
  /**
   * Is given all that the client has sent, holes as zeros, once the client says that this was all. What it throws is what
   * the client is answered with. Default: whatever comes is read past.
   */
  readonly receive?: ((data: Buffer) => void | Promise<void>) | undefined;
  /** The error that ends the stream once all of `send` has been sent. Default: none. */
  readonly error?: ScriptedError | string | number | undefined;
}

/** What a script does with a call: for this library's other files. */
export let perform: (script: Script<never, never>, call: ReceivedCall, world: () => Outcome) => Promise<Outcome>;

/** Whether a script takes a call: for this library's other files. */
export let takes: (script: Script<never, never>, call: ReceivedCall) => boolean;

/** What a counted script lacks, in words, or `null`: for this library's other files. */
export let lackOf: (script: Script<never, never>) => string | null;

/** Whether a script is for a number of calls: for this library's other files. */
export let isCounted: (script: Script<never, never>) => boolean;

const MAX_DELAY = 2 ** 31 - 1;

/**
 * What a daemon does with calls of one procedure. Without an answer of its own it leaves that to the daemon's world of
 * domains, so that `on('DOMAIN_CREATE').delay(500)` makes starting slow, and nothing else.
 */
export class Script<Args, Ret> {
  readonly #procedure: Procedure<Args, Ret>;
  readonly #matches: ((args: Args) => boolean) | undefined;
  readonly #errorDomain: string;
  #answer: Handler<Args, Ret> | null = null;
  #ending: Outcome | null = null;
  #delay = 0;
  #files: readonly FileLike[] | Handler<Args, readonly FileLike[]> = [];
  #stream: StreamScript | null = null;
  #limit: number | null = null;
  #taken = 0;

  static {
    perform = (script, call, world) => script.#perform(call as ReceivedCall<never>, world);
    takes = (script, call) => script.#takes(call.args as never);
    lackOf = (script) => script.#lack();
    isCounted = (script) => script.#limit !== null;
  }

  /** Scripts are made by `TestDaemon.on`. */
  constructor(procedure: Procedure<Args, Ret>, matches: ((args: Args) => boolean) | undefined, errorDomain: string) {
    this.#procedure = procedure;
    this.#matches = matches;
    this.#errorDomain = errorDomain;
  }

  /**
   * Answers with this, or with what a function makes of the call.
   *
   * @param answer what the reply carries, as the wire has it; nothing, where it carries nothing
   * @throws TypeError, RangeError at once where the protocol cannot carry it; the message names the field
   */
  reply(answer: Ret | Handler<Args, Ret>): this {
    if (typeof answer === 'function') this.#answer = answer as Handler<Args, Ret>;
    else {
      this.#procedure.ret.encode(answer);
      this.#answer = () => answer;
    }
    this.#ending = null;
    return this;
  }

  /**
   * Answers with an error.
   *
   * @param error or only its code, as `'VIR_ERR_NO_DOMAIN'`
   * @throws TypeError where libvirt has no such code, domain or level
   */
  error(error: ScriptedError | string | number): this {
    return this.#end({ kind: 'error', error: this.#wire(error) });
  }

  /** Closes the connection instead of answering, as a daemon that ends does. */
  drop(): this {
    return this.#end({ kind: 'drop' });
  }

  /** Never answers. The call still counts among those that the daemon takes at a time. */
  never(): this {
    return this.#end({ kind: 'never' });
  }

  /** Waits before it does whatever else it does. @param milliseconds 0 or more */
  delay(milliseconds: number): this {
    if (typeof milliseconds !== 'number') throw invalidArgType('milliseconds', 'a number', milliseconds);
    if (!(milliseconds >= 0 && milliseconds <= MAX_DELAY)) {
      throw outOfRange('milliseconds', `from 0 to ${MAX_DELAY}`, milliseconds);
    }
    this.#delay = milliseconds;
    return this;
  }

  /**
   * Sends descriptors with the reply: duplicates, the files themselves stay the caller's.
   *
   * @param files at most 32, or what makes them of the call
   */
  withFds(files: readonly FileLike[] | Handler<Args, readonly FileLike[]>): this {
    if (typeof files !== 'function') descriptorsOf(files);
    this.#files = files;
    return this;
  }

  /**
   * What becomes of the stream that the reply opens.
   *
   * @throws TypeError where the procedure opens none
   */
  stream({ send, receive, error }: StreamAnswer): this {
    const { name, stream } = this.#procedure;
    if (stream === null) throw invalidArgValue('procedure', `is ${name}, which opens no stream`);
    this.#stream = { send, receive, error: error === undefined ? undefined : this.#wire(error) };
    return this;
  }

  /** Is for one call, which must come. */
  once(): this {
    return this.times(1);
  }

  /**
   * Is for so many calls, which must all come: `verify` fails otherwise. Scripts that are for a number of calls are used
   * up in the order in which they were made, before one that is for any number.
   */
  times(count: number): this {
    if (!Number.isInteger(count) || count < 1) throw outOfRange('count', 'an integer, 1 or more', count);
    this.#limit = count;
    return this;
  }

  #end(outcome: Outcome): this {
    this.#ending = outcome;
    this.#answer = null;
    return this;
  }

  #wire(error: ScriptedError | string | number): virNetMessageError {
    return failureOf(error, this.#errorDomain).wire;
  }

  #takes(args: Args): boolean {
    if (this.#limit !== null && this.#taken >= this.#limit) return false;
    return this.#matches === undefined || this.#matches(args);
  }

  #lack(): string | null {
    if (this.#limit === null || this.#taken >= this.#limit) return null;
    return `${this.#procedure.name} was to be called ${times(this.#limit)}, and was called ${times(this.#taken)}`;
  }

  async #perform(call: ReceivedCall<Args>, world: () => Outcome): Promise<Outcome> {
    this.#taken++;
    if (this.#delay > 0) await passing(this.#delay);
    if (this.#ending !== null) return this.#ending;
    const answer = this.#answer;
    const outcome = answer === null ? world() : replyOf(await answer(call.args, call));
    if (outcome.kind !== 'reply') return outcome;
    const files = typeof this.#files === 'function' ? await this.#files(call.args, call) : this.#files;
    const fds = files.length > 0 ? descriptorsOf(files) : NO_FDS;
    return { ...outcome, fds, stream: this.#stream };
  }
}

function descriptorsOf(files: readonly FileLike[]): number[] {
  if (!Array.isArray(files)) throw invalidArgType('files', 'an array, or a function', files);
  if (files.length > VIR_NET_MESSAGE_NUM_FDS_MAX) {
    throw outOfRange('files', `at most ${VIR_NET_MESSAGE_NUM_FDS_MAX} files long`, files.length);
  }
  return Array.from(files as readonly FileLike[], (file, i) => descriptorOf(file, `files[${i}]`));
}

/** By the timers that there are when it is called, which a test may have replaced. */
function passing(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

function times(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${count} times`;
}
