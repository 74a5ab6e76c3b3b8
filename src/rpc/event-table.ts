import type { Frame } from '../protocol/frame.js';
import type { EventMessage } from '../protocol/procedure.js';
import { XdrReader } from '../protocol/xdr/reader.js';

interface Entry {
  readonly event: EventMessage<unknown>;
  readonly handlers: Set<(msg: unknown) => void>;
}

/** Who wants which event. Handlers are called while the message is dispatched, before any later message. */
export class EventTable {
  readonly #entries = new Map<string, Entry>();

  /** Returns what ends it. A handler must not throw. */
  on<Msg>(event: EventMessage<Msg>, handler: (msg: Msg) => void): () => void {
    const key = keyOf(event.program, event.number);
    const entry = this.#entries.get(key) ?? { event, handlers: new Set() };
    this.#entries.set(key, entry);
    entry.handlers.add(handler as (msg: unknown) => void);
    return () => {
      entry.handlers.delete(handler as (msg: unknown) => void);
      if (entry.handlers.size === 0 && this.#entries.get(key) === entry) this.#entries.delete(key);
    };
  }

  /**
   * Decodes an event and hands it out; one that nobody wants is read past, as the C client does.
   *
   * @throws ProtocolError where it is not what its number says
   */
  dispatch({ header, bytes, start, end }: Frame): void {
    const entry = this.#entries.get(keyOf(header.prog, header.proc));
    if (entry === undefined || entry.event.version !== header.vers) return;
    const { msg } = entry.event;
    const reader = new XdrReader(bytes, msg.name, start, end);
    const value = msg.read(reader);
    reader.finish();
    for (const handler of [...entry.handlers]) handler(value);
  }
}

function keyOf(program: number, proc: number): string {
  return `${program}:${proc}`;
}
