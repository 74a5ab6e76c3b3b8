import type { EventMessage } from '../../protocol/procedure.js';
import type { Objects } from '../objects.js';

/** What every event's message has: which of the client's registrations it is for. */
export interface CallbackMessage {
  readonly callbackID: number;
}

/** One kind of event: what the daemon knows it by, what it sends, and what a user gets of that. */
export interface EventKind<Event> {
  /** The member of the family's C enum: of `DomainEventID`, and so on. */
  readonly id: number;
  readonly message: EventMessage<CallbackMessage>;
  readonly make: (objects: Objects, msg: CallbackMessage) => Event;
}

export function eventKind<Msg extends CallbackMessage, Event>(
  id: number,
  message: EventMessage<Msg>,
  make: (objects: Objects, msg: Msg) => Event,
): EventKind<Event> {
  return {
    id,
    message: message as EventMessage<CallbackMessage>,
    make: make as (objects: Objects, msg: CallbackMessage) => Event,
  };
}
