import type { Frame } from '../protocol/frame.js';
import type { EventMessage } from '../protocol/procedure.js';
import { XdrReader } from '../protocol/xdr/reader.js';

type Handler = (msg: unknown) => void;

interface Entry {
  readonly event: EventMessage<unknown>;
  /** Replaced, and never changed: one that is added or removed by another counts from the next message on. */
  handlers: readonly Handler[];
}

/** Who wants which event. Handlers are called while the message is dispatched, before any later message. */
export class EventTable {
  /** By program, and within it by number. */
  readonly #programs = new Map<number, Map<number, Entry>>();

  /** Returns what ends it. A handler must not throw. */
  on<Msg>(event: EventMessage<Msg>, handler: (msg: Msg) => void): () => void {
    const entry = this.#entry(event);
    // Of its own, so that it is the one that is removed.
    const own: Handler = (msg) => handler(msg as Msg);
    entry.handlers = [...entry.handlers, own];
    return () => {
      entry.handlers = entry.handlers.filter((other) => other !== own);
    };
  }

  /**
   * Decodes an event and hands it out; one that nobody wants is read past, as the C client does.
   *
   * @throws ProtocolError where it is not what its number says
   */
  dispatch({ header, bytes, start, end }: Frame): void {
    const entry = this.#programs.get(header.prog)?.get(header.proc);
    if (entry === undefined || entry.handlers.length === 0 || entry.event.version !== header.vers) return;
    const { msg } = entry.event;
    const reader = new XdrReader(bytes, msg.name, start, end);
    const value = msg.read(reader);
    reader.finish();
    for (const handler of entry.handlers) handler(value);
  }

  #entry<Msg>(event: EventMessage<Msg>): Entry {
    let events = this.#programs.get(event.program);
    if (events === undefined) {
      events = new Map();
      this.#programs.set(event.program, events);
    }
    let entry = events.get(event.number);
    if (entry === undefined) {
      entry = { event, handlers: [] };
      events.set(event.number, entry);
    }
    return entry;
  }
}
