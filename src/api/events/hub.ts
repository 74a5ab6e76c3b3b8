import { invalidArgType, invalidArgValue, outOfRange, RemoteError, UnsupportedError } from '../../errors.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { ApiObject } from '../object.js';
import type { Objects } from '../objects.js';
import { EventCallbacks } from './callbacks.js';
import type { EventFamily } from './family.js';
import type { EventCallbackOptions, EventOrGap } from './gap.js';
import { EventIterator } from './iterator.js';
import type { EventKind } from './kind.js';
import { checkEventOptions, type EventOptions } from './options.js';
import { Registrations } from './registrations.js';
import type { EventSource } from './source.js';

/** The events of a connection: those that are iterated, and those that callbacks are called with. */
export class EventHub {
  readonly callbacks: EventCallbacks;
  readonly #connection: unknown;
  readonly #session: DaemonSession;
  readonly #registrations: Registrations;
  readonly #refused = new Map<unknown, string>();

  constructor(connection: unknown, session: DaemonSession, objects: Objects) {
    this.#connection = connection;
    this.#session = session;
    this.#registrations = new Registrations(session, objects);
    this.callbacks = new EventCallbacks(this.#registrations);
  }

  /** The daemon has no such events: asking for them is refused, and `why` told. `null`: it has them. */
  refuse(family: { readonly name: string }, why: string | null): void {
    if (why === null) this.#refused.delete(family);
    else this.#refused.set(family, why);
  }

  /**
   * Iterates the events of some kinds, or of all that the daemon knows; of one object, or of all.
   *
   * @param name of the option that the object is
   * @throws TypeError, RangeError
   */
  iterate<
    Events extends object,
    Target extends ApiObject<unknown>,
    Kind extends keyof Events & string,
    Gaps extends boolean = false,
  >(
    family: EventFamily<Events, Target>,
    kinds: Kind | readonly Kind[] | undefined,
    name: string,
    target: Target | null | undefined,
    options: EventOptions<Gaps>,
  ): EventIterator<EventOrGap<Events[Kind], Gaps>> {
    this.#check(family);
    const wanted = kindsOf(Object.keys(family.kinds) as Kind[], kinds);
    const of = this.checkTarget(family, `options.${name}`, target ?? null);
    const sources = wanted.map((kind) => family.source<Events[Kind]>(family.kinds[kind], of));
    return this.iterateSources(`${family.name} events`, sources, kinds === undefined, [name], options);
  }

  /** As `iterate`. @param all whether the iterator goes on without what the daemon does not know */
  iterateSources<Event, Gaps extends boolean = false>(
    what: string,
    sources: readonly EventSource<Event>[],
    all: boolean,
    names: readonly string[],
    options: EventOptions<Gaps>,
  ): EventIterator<EventOrGap<Event, Gaps>> {
    const highWaterMark = checkEventOptions(options, names);
    const registrations = sources.map((source) => this.#registrations.of<EventOrGap<Event, Gaps>>(source));
    const { signal, gaps = false } = options;
    const tolerates = all ? isUnknownEvent : () => false;
    const { open } = this.#session;
    return new EventIterator(registrations, { what, highWaterMark, signal, open, gaps, tolerates });
  }

  /**
   * Has a callback called with the events of a kind.
   *
   * @param name of the argument that the object is
   * @returns the callback's id
   */
  register<Events extends object, Target extends ApiObject<unknown>>(
    family: EventFamily<Events, Target>,
    name: string,
    target: Target | null,
    eventID: number,
    callback: (event: never) => void,
    options: EventCallbackOptions | undefined,
  ): Promise<number> {
    this.#check(family);
    const of = this.checkTarget(family, name, target);
    if (typeof eventID !== 'number') throw invalidArgType('eventID', 'a number', eventID);
    const kinds = Object.values<EventKind<unknown>>(family.kinds);
    const kind = kinds.find(({ id }) => id === eventID);
    if (kind === undefined)
      throw outOfRange('eventID', `the id of a ${family.name} event, 0 to ${kinds.length - 1}`, eventID);
    const source = family.source(kind, of);
    return this.callbacks.register(family, source, callback as (event: unknown) => void, options);
  }

  /** @throws TypeError where it is no object of the connection's that has such events */
  checkTarget<Target extends ApiObject<unknown>>(
    family: Pick<EventFamily<object, Target>, 'name' | 'target'>,
    name: string,
    target: Target | null,
  ): Target | null {
    if (target === null) return null;
    if (!(target instanceof family.target)) throw invalidArgType(name, `a ${family.name}, or null for all`, target);
    if (target.connection !== this.#connection) throw invalidArgValue(name, 'is of another connection');
    return target;
  }

  #check(family: unknown): void {
    const why = this.#refused.get(family);
    if (why !== undefined) throw new UnsupportedError(why);
  }
}

function kindsOf<Kind extends string>(
  known: readonly Kind[],
  kinds: Kind | readonly Kind[] | undefined,
): readonly Kind[] {
  if (kinds === undefined) return known;
  const wanted = typeof kinds === 'string' ? [kinds] : kinds;
  if (!Array.isArray(wanted)) throw invalidArgType('kind', 'a string, or an array of strings', kinds);
  const strange = wanted.some((kind) => !known.includes(kind));
  if (strange || wanted.length === 0) throw invalidArgValue('kind', `must be of ${known.join(', ')}`);
  return [...new Set(wanted)];
}

/** A daemon that is older than the event refuses its number, before any driver has seen it. */
function isUnknownEvent(error: unknown): boolean {
  return error instanceof RemoteError && error.code === 'VIR_ERR_INTERNAL_ERROR' && error.domain === 'VIR_FROM_RPC';
}
