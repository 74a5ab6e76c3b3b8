import type { SessionEnd } from '../../rpc/loss.js';
import type { Change } from '../../rpc/reconnecting/succession.js';
import { ConnectCloseReason } from '../generated/constants.js';

/** The connection is open, and has been from the start. */
export interface ConnectionOpen {
  readonly state: 'open';
}

/** The connection is lost, and is going to be made again. */
export interface ConnectionLost {
  readonly state: 'lost';
  /** Why. */
  readonly error: Error;
  /** What a C client's close callback would be given. */
  readonly reason: ConnectCloseReason;
  /** Since when: when the daemon was heard last, as far as that is known. */
  readonly from: Date;
}

/** An attempt is going to be made to connect again. */
export interface ConnectionConnecting {
  readonly state: 'connecting';
  /** Which one since the connection was lost: 1 is the first. */
  readonly attempt: number;
  /** Milliseconds until it is made. */
  readonly delay: number;
  /** Why the attempt before failed, or the connection was lost. */
  readonly error: Error;
}

/** The connection is open again, and events are told again. */
export interface ConnectionReopened {
  readonly state: 'reopened';
  /** Which attempt it was that succeeded. */
  readonly attempt: number;
  /** What happened from then … */
  readonly from: Date;
  /** … until then, no event has told. */
  readonly to: Date;
  /** Why the daemon does not tell some events again: one error for each registration that it refuses now. */
  readonly refusals: readonly Error[];
}

/** The connection is over for good. */
export interface ConnectionClosed {
  readonly state: 'closed';
  /** `null` where this side closed it; else why it was lost, and is not made again. */
  readonly error: Error | null;
  /** What a C client's close callback is given. */
  readonly reason: ConnectCloseReason;
}

/** What has become of a connection. */
export type ConnectionState =
  | ConnectionOpen
  | ConnectionLost
  | ConnectionConnecting
  | ConnectionReopened
  | ConnectionClosed;

export const OPEN: ConnectionOpen = { state: 'open' };

export function closedState(error: SessionEnd, hypervisorReason: number | null): ConnectionClosed {
  return { state: 'closed', error, reason: closeReason(error, hypervisorReason) };
}

/** What a change of a connection's sessions is to its users. */
export function stateAfter(change: Change): ConnectionState {
  switch (change.kind) {
    case 'lost': {
      const { why, hypervisorReason, from } = change;
      return { state: 'lost', error: why, reason: closeReason(why, hypervisorReason), from };
    }
    case 'connecting': {
      const { attempt, delay, error } = change;
      return { state: 'connecting', attempt, delay, error };
    }
    case 'reopened': {
      const { attempt, from, to, refusals } = change;
      return { state: 'reopened', attempt, from, to, refusals };
    }
  }
}

function closeReason(why: SessionEnd, hypervisorReason: number | null): ConnectCloseReason {
  if (hypervisorReason !== null) return hypervisorReason as ConnectCloseReason;
  if (why === null) return ConnectCloseReason.CLIENT;
  if (why.code === 'ERR_LIBVIRT_KEEPALIVE') return ConnectCloseReason.KEEPALIVE;
  return why.cause === undefined && why.code === 'ERR_LIBVIRT_CONNECTION_LOST'
    ? ConnectCloseReason.EOF
    : ConnectCloseReason.ERROR;
}
