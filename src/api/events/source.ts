import type { EventMessage, Procedure } from '../../protocol/procedure.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import { UNLIMITED } from '../../rpc/options.js';
import type { Objects } from '../objects.js';
import type { CallbackMessage, EventKind } from './kind.js';

/** What can be registered at the daemon once: a kind of event, of one object or of all. */
export interface EventSource<Event> {
  /** What no other source of the connection has: the daemon refuses a second registration of the same. */
  readonly key: string;
  /** What errors call its registration: the procedure that makes it. */
  readonly what: string;
  readonly message: EventMessage<CallbackMessage>;
  readonly make: (objects: Objects, msg: CallbackMessage) => Event;
  /** `accept` gets the registration's id before any message of it is dispatched. */
  readonly register: (session: DaemonSession, accept: (id: number) => void) => Promise<unknown>;
  readonly deregister: Procedure<CallbackMessage, void>;
}

/**
 * The source of a kind of event.
 *
 * @param of what tells the object, or whatever else the registration is limited to, from others; `''`: all
 */
export function eventSource<Event, Args>(
  { message, make }: EventKind<Event>,
  of: string,
  register: Procedure<Args, CallbackMessage>,
  args: Args,
  deregister: Procedure<CallbackMessage, void>,
): EventSource<Event> {
  return {
    key: `${message.name} ${of}`,
    what: register.name,
    message,
    make,
    // Several may wait for it, each as long as it likes.
    register: (session, accept) =>
      session.callAccepting(register, args, ({ callbackID }) => accept(callbackID), UNLIMITED),
    deregister,
  };
}
