import { ConnectionError, RemoteError } from '../../errors.js';
import type { EventMessage } from '../../protocol/procedure.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { SessionEnd } from '../../rpc/loss.js';
import { UNLIMITED } from '../../rpc/options.js';
import type { Heir } from '../../rpc/reconnecting/succession.js';
import type { Objects } from '../objects.js';
import { Gaps } from './gaps.js';
import type { CallbackMessage } from './kind.js';
import { type EventPlace, Registration } from './registration.js';
import type { EventSource } from './source.js';

type Ids = Map<number, Registration<unknown>>;

/** All that a connection has registered at its daemon. */
export class Registrations implements EventPlace, Heir {
  readonly objects: Objects;
  readonly session: DaemonSession;
  readonly #byKey = new Map<string, Registration<unknown>>();
  readonly #byMessage = new Map<EventMessage<CallbackMessage>, Ids>();
  readonly #gaps = new Gaps();
  /** What becomes of each registration that is made again. */
  #renewals: Promise<Error | null>[] = [];

  constructor(session: DaemonSession, objects: Objects) {
    this.session = session;
    this.objects = objects;
    // Where it has ended before, each registration fails by itself, and has its own reason.
    if (session.open) void session.ended.then((why) => this.#over(why));
    session.succession?.leaveTo(this);
  }

  /** What a source is, or will be, registered as. */
  of<Event>(source: EventSource<Event>): Registration<Event> {
    const known = this.#byKey.get(source.key);
    // Sources that have the same key make the same of a message.
    if (known !== undefined) return known as Registration<Event>;
    const registration = new Registration(this, source);
    this.#byKey.set(source.key, registration as Registration<unknown>);
    return registration;
  }

  idsOf({ message }: EventSource<unknown>): Ids {
    const known = this.#byMessage.get(message);
    if (known !== undefined) return known;
    const ids: Ids = new Map();
    this.#byMessage.set(message, ids);
    // An event that comes after its registration has been given up is for nobody.
    this.session.on(message, (msg) => this.#gaps.inOrder(() => ids.get(msg.callbackID)?.deliver(msg)));
    return ids;
  }

  get stands(): boolean {
    return this.session.succession?.stands ?? true;
  }

  async register<Event>(
    source: EventSource<Event>,
    accept: (id: number, session: DaemonSession) => void,
    { again, wanted }: { readonly again: boolean; readonly wanted: () => boolean },
  ): Promise<void> {
    const { succession } = this.session;
    if (succession === null) {
      await source.register(this.session, (id) => accept(id, this.session));
      return;
    }
    while (wanted()) {
      const session = await succession.standing(source.what, again);
      if (!wanted()) return;
      try {
        await source.register(session, (id) => accept(id, session));
        return;
      } catch (error) {
        // What was registered on a session that is lost is gone with it: it is asked for again.
        if (!(error instanceof ConnectionError) || session.open || !this.session.open) throw error;
      }
    }
  }

  async deregister(source: EventSource<unknown>, callbackID: number, session: DaemonSession): Promise<void> {
    try {
      await session.call(source.deregister, { callbackID }, UNLIMITED);
    } catch (error) {
      if (error instanceof ConnectionError && !session.open && this.session.open) return;
      throw error;
    }
  }

  forget({ source: { key } }: Registration<unknown>): void {
    this.#byKey.delete(key);
  }

  lost(from: Date): void {
    this.#gaps.begin(from);
    for (const ids of this.#byMessage.values()) ids.clear();
    for (const registration of [...this.#byKey.values()]) {
      const sinks = registration.lost();
      if (sinks === null) continue;
      for (const sink of sinks) this.#gaps.add(registration, sink);
      this.#renewals.push(registration.renewed());
    }
  }

  async renew(session: DaemonSession): Promise<readonly Error[]> {
    // Those that do not go on are not registered again.
    this.#gaps.endThose();
    const results = await Promise.race([Promise.all(this.#renewals), session.ended]);
    if (!Array.isArray(results) || !session.open) return [];
    this.#renewals = [];
    this.#gaps.end();
    return results.filter((error) => error instanceof RemoteError);
  }

  #over(why: SessionEnd): void {
    for (const registration of [...this.#byKey.values()]) registration.over(why);
    this.#byKey.clear();
  }
}
