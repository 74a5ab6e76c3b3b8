import type { EventMessage } from '../../protocol/procedure.js';
import type { Session } from '../session.js';

interface Entry {
  /** Has the session call the handler. Returns what ends that. */
  readonly attach: (session: Session) => () => void;
  detach: () => void;
}

/** Who wants which message, of every session in its turn. */
export class Handlers {
  readonly #entries = new Set<Entry>();

  /** Returns what ends it. */
  add<Msg>(event: EventMessage<Msg>, handler: (msg: Msg) => void, session: Session): () => void {
    const attach = (to: Session): (() => void) => to.on(event, handler);
    const entry: Entry = { attach, detach: attach(session) };
    this.#entries.add(entry);
    return () => {
      this.#entries.delete(entry);
      entry.detach();
    };
  }

  /** There is another session. What comes on the one before does not count any more: it is over. */
  attach(session: Session): void {
    for (const entry of this.#entries) entry.detach = entry.attach(session);
  }
}
