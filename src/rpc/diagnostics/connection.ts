import { type Channel, channel } from 'node:diagnostics_channel';
import { connectionTrace } from '../trace.js';
import { type ErrorSummary, summaryOf } from './error-summary.js';

/** Which connection a message is about. The same object stands for the same connection in all of them. */
export interface ConnectionInfo {
  /**
   * What is connected to, without the user, and without the values of parameters that mean nothing to this library. `null`:
   * whatever the daemon finds.
   */
  readonly uri: string | null;
  /** The way there: `'unix'`, `'tcp'`, `'tls'`, `'ssh'`, `'ext'`; `'stream'`, which was given; `'memory'`, to a daemon for tests. */
  readonly transport: string;
  /** The daemon's host; `null` where it is this one. */
  readonly host: string | null;
  /** The port there; `null` where none is named. */
  readonly port: number | null;
}

/** What the channel `libvirt-rpc:connection` tells. */
export interface ConnectionMessage {
  readonly connection: ConnectionInfo;
  /**
   * What it is now. `'connecting'` comes first, `'closed'` last, also where the connection was never open; one that comes
   * back is `'lost'`, and then `'reopened'`.
   */
  readonly state: 'connecting' | 'open' | 'lost' | 'reopened' | 'closed';
  /** Why; `null` where nothing is wrong. */
  readonly reason: ErrorSummary | null;
}

const states: Channel = channel('libvirt-rpc:connection');

/** Tells everybody who wants to know what has become of a connection. @param why `null`: nothing is wrong */
export function tellState(connection: ConnectionInfo, state: ConnectionMessage['state'], why: unknown): void {
  const reason = summaryOf(why);
  const because = reason === null ? '' : `: ${reason.message ?? reason.code}`;
  connectionTrace('%s by %s: %s%s', connection.uri ?? 'a daemon', connection.transport, state, because);
  if (states.hasSubscribers) states.publish({ connection, state, reason } satisfies ConnectionMessage);
}
