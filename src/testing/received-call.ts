import { failureOf, type ScriptedError } from './failure.js';
import type { AnyProcedure, ProgramName } from './procedures.js';

/** What a call is made of: for this library's other files. */
export interface CallParts<Args> {
  readonly program: ProgramName;
  readonly procedure: AnyProcedure;
  readonly args: Args;
  readonly serial: number;
  readonly client: number;
  readonly readOnly: boolean;
  readonly fds: readonly number[];
  readonly errorDomain: string;
}

/** The procedure of a call: for this library's other files. */
export let procedureOf: (call: ReceivedCall<unknown>) => AnyProcedure;

/** Takes the descriptors that nobody has kept, once a call is answered: for this library's other files. */
export let leftFds: (call: ReceivedCall<unknown>) => readonly number[];

/** A call that a client has made. */
export class ReceivedCall<Args = unknown> {
  /** The program that it is of: `'remote'` for all but a few. */
  readonly program: ProgramName;
  /** The C name of what was called, less the prefix: `'DOMAIN_GET_INFO'`. */
  readonly procedure: string;
  /** What it was called with, as the wire has it. */
  readonly args: Args;
  /** The number by which the client knows the reply. */
  readonly serial: number;
  /** Which client made it, counted from 1 in the order in which they connected. */
  readonly client: number;
  /** Whether the client has opened its connection as read-only. */
  readonly readOnly: boolean;
  /** How many descriptors came with it. */
  readonly fdCount: number;
  readonly #procedure: AnyProcedure;
  readonly #errorDomain: string;
  #fds: readonly number[];

  static {
    procedureOf = (call) => call.#procedure;
    leftFds = (call) => call.keepFds();
  }

  /** Calls are made by clients. */
  constructor({ program, procedure, args, serial, client, readOnly, fds, errorDomain }: CallParts<Args>) {
    this.program = program;
    this.procedure = procedure.name;
    this.args = args;
    this.serial = serial;
    this.client = client;
    this.readOnly = readOnly;
    this.fdCount = fds.length;
    this.#procedure = procedure;
    this.#errorDomain = errorDomain;
    this.#fds = fds;
  }

  /**
   * The descriptors that came with it, in their order, for as long as the call is being answered. The daemon closes them
   * then, unless `keepFds` has taken them.
   */
  get fds(): readonly number[] {
    return this.#fds;
  }

  /** Takes the descriptors that came with the call: they are the caller's to close from now on. */
  keepFds(): number[] {
    const fds = [...this.#fds];
    this.#fds = [];
    return fds;
  }

  /**
   * Ends a handler, and answers the call with an error.
   *
   * @throws always
   */
  fail(error: ScriptedError | string | number): never {
    throw failureOf(error, this.#errorDomain);
  }
}
