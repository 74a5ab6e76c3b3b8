import { invalidArgType, invalidArgValue } from '../../errors.js';
import type { CallOptions } from '../../rpc/options.js';
import { anew } from './anew.js';
import type { EventCallbackOptions } from './gap.js';
import type { EventSink, Registration } from './registration.js';
import type { Registrations } from './registrations.js';
import type { EventSource } from './source.js';
import { answerOf, within } from './within.js';

/** What the ids of callbacks are of: one pair of C functions. */
export interface CallbackFamily {
  readonly name: string;
  readonly register: { readonly name: string };
  readonly deregister: { readonly name: string };
}

interface Entry {
  readonly family: CallbackFamily;
  readonly registration: Registration<unknown>;
  readonly sink: EventSink<unknown>;
}

/** The callbacks of a connection, by the ids that it gives them: the daemon's own are for registrations, which are shared. */
export class EventCallbacks {
  readonly #registrations: Registrations;
  readonly #entries = new Map<number, Entry>();
  #nextId = 0;

  constructor(registrations: Registrations) {
    this.#registrations = registrations;
  }

  /** @returns the callback's id */
  async register<Event>(
    family: CallbackFamily,
    source: EventSource<Event>,
    callback: (event: Event) => void,
    options: EventCallbackOptions | undefined,
  ): Promise<number> {
    if (typeof callback !== 'function') throw invalidArgType('callback', 'a function', callback);
    const sink = sinkFor(callback, options?.gap);
    let registration: Registration<Event> | undefined;
    const add = (): Promise<void> => {
      registration = this.#registrations.of(source);
      return registration.add(sink);
    };
    try {
      const limited = this.#registrations.session.limit.optionsOf(family.register, options);
      await within(add, answerOf(family.register), limited);
    } catch (error) {
      // Whoever gave up has no id to deregister by.
      void registration?.remove(sink);
      throw anew(error);
    }
    const id = this.#nextId++;
    this.#entries.set(id, { family, registration, sink } as Entry);
    return id;
  }

  async deregister(family: CallbackFamily, callbackID: number, options: CallOptions | undefined): Promise<void> {
    if (typeof callbackID !== 'number') throw invalidArgType('callbackID', 'a number', callbackID);
    const entry = this.#entries.get(callbackID);
    if (entry?.family !== family)
      throw invalidArgValue('callbackID', `is not the id of a ${family.name} event's callback`);
    const remove = (): Promise<void> => {
      this.#entries.delete(callbackID);
      return entry.registration.remove(entry.sink);
    };
    const limited = this.#registrations.session.limit.optionsOf(family.deregister, options);
    await within(remove, answerOf(family.deregister), limited);
  }
}

function sinkFor<Event>(callback: (event: Event) => void, gap: EventCallbackOptions['gap']): EventSink<Event> {
  if (gap !== undefined && typeof gap !== 'function') throw invalidArgType('options.gap', 'a function', gap);
  return {
    goesOn: true,
    event: (event) => call(callback, event),
    over: () => {},
    gap: (one) => {
      if (gap !== undefined) call(gap, one);
    },
    // Of that, the connection's state tells.
    refused: () => {},
  };
}

/** What a callback throws is an uncaught exception, as what a listener of Node's throws, and stops no other message. */
function call<Event>(callback: (event: Event) => void, event: Event): void {
  try {
    callback(event);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
