import type { remote_nonnull_domain } from '../../protocol/generated/remote/index.js';

/** What one end hands on to the other, unread. */
export type Cookie = Uint8Array;

export const NO_COOKIE: Cookie = new Uint8Array(0);

/** What the source has begun. */
export interface Begun {
  readonly cookie: Cookie;
  /** The domain, as the destination is to make it. */
  readonly xml: string;
}

/** What the destination has prepared. */
export interface Prepared {
  readonly cookie: Cookie;
  /** Where the source is to send the domain: the destination's choice, or else the caller's. `null`: nobody's. */
  readonly uri: string | null;
}

/** How the destination has finished: with the domain. */
export interface Finished {
  readonly cookie: Cookie;
  readonly dom: remote_nonnull_domain;
}

/** The steps of migration protocol 3, in their order, as one form of its procedures takes them. */
export interface MigrationSteps {
  /** The source begins a job, and says what is to be made. */
  begin(flags: number): Promise<Begun>;
  /** Whether the source has the domain paused. */
  paused(): Promise<boolean>;
  /** The destination makes the domain, waiting for its state. */
  prepare(begun: Begun, flags: number): Promise<Prepared>;
  /** The source sends the domain's state, and has it paused then. */
  perform(prepared: Prepared, flags: number): Promise<Cookie>;
  /** The destination lets the domain run, or, `cancelled`, removes it. */
  finish(cookie: Cookie, flags: number, cancelled: boolean): Promise<Finished>;
  /** The source removes the domain, or, `cancelled`, lets it run again. */
  confirm(cookie: Cookie, flags: number, cancelled: boolean): Promise<void>;
}
