import { type Channel, channel } from 'node:diagnostics_channel';
import { eventTrace } from '../trace.js';
import type { ConnectionInfo } from './connection.js';

/** What the channel `libvirt-rpc:event` tells of an event that came. */
export interface EventMessage {
  readonly connection: ConnectionInfo;
  /** The C name less the program's prefix: `'DOMAIN_EVENT_CALLBACK_LIFECYCLE'`. */
  readonly procedure: string;
  /** The event's `kind`: `'lifecycle'`. */
  readonly kind: string;
  /** How many iterators and callbacks it was for. */
  readonly consumers: number;
  /** How many events, this one among them, wait in the longest of those iterators' queues. */
  readonly waiting: number;
  /** How many of those iterators had no room for it: each of them will throw an `EventsLostError`. */
  readonly lost: number;
}

const events: Channel = channel('libvirt-rpc:event');

/** Whether anybody wants to know. */
export function eventsAreWatched(): boolean {
  return events.hasSubscribers || eventTrace !== null;
}

/** Tells everybody who wants to know of an event. */
export function tellEvent(message: EventMessage): void {
  const { procedure, consumers, waiting, lost } = message;
  eventTrace?.('%s for %d, %d waiting, %d lost', procedure, consumers, waiting, lost);
  if (events.hasSubscribers) events.publish(message);
}
