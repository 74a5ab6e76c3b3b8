import type { EventMessage } from '../../protocol/procedure.js';
import type { Session, SessionEnd } from '../../rpc/session.js';
import type { Objects } from '../objects.js';
import type { CallbackMessage } from './kind.js';
import { type EventPlace, Registration } from './registration.js';
import type { EventSource } from './source.js';

type Ids = Map<number, Registration<unknown>>;

/** All that a connection has registered at its daemon. */
export class Registrations implements EventPlace {
  readonly session: Session;
  readonly objects: Objects;
  readonly #byKey = new Map<string, Registration<unknown>>();
  readonly #byMessage = new Map<EventMessage<CallbackMessage>, Ids>();

  constructor(session: Session, objects: Objects) {
    this.session = session;
    this.objects = objects;
    // Where it has ended before, each registration fails by itself, and has its own reason.
    if (session.open) void session.ended.then((why) => this.#over(why));
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
    this.session.on(message, (msg) => ids.get(msg.callbackID)?.deliver(msg));
    return ids;
  }

  forget({ source: { key } }: Registration<unknown>): void {
    this.#byKey.delete(key);
  }

  #over(why: SessionEnd): void {
    for (const registration of [...this.#byKey.values()]) registration.over(why);
    this.#byKey.clear();
  }
}
