import type { CallOptions } from '../../rpc/options.js';

/**
 * A gap among events: the connection was lost, and has come back. What happened from then until then no event has told, and
 * none will.
 */
export interface EventGap {
  readonly kind: 'gap';
  /** When the daemon was heard last, as far as that is known. */
  readonly from: Date;
  /** When it told the events again. */
  readonly to: Date;
}

/** How a callback is registered. */
export interface EventCallbackOptions extends CallOptions {
  /**
   * Called when a connection that comes back was lost and the callback is registered again, with the time that no event has
   * told of: before any later event, and after all earlier ones. What it throws is an uncaught exception.
   */
  readonly gap?: ((gap: EventGap) => void) | undefined;
}

/** What an iterator gives out: events, and gaps where they are asked for. */
export type EventOrGap<Event, Gaps extends boolean> = Event | (Gaps extends true ? EventGap : never);
