import type { Succession } from './reconnecting/succession.js';
import type { Session } from './session.js';

type Conversation = Pick<
  Session,
  | 'transport'
  | 'ended'
  | 'hypervisorReason'
  | 'open'
  | 'connected'
  | 'call'
  | 'callAccepting'
  | 'callCarrying'
  | 'callWithFds'
  | 'openStream'
  | 'on'
  | 'setKeepalive'
  | 'limit'
  | 'about'
  | 'ref'
  | 'hypervisorLost'
  | 'close'
  | 'end'
>;

/** What the objects of a connection reach their daemon by: one session, or one after the other. */
export interface DaemonSession extends Conversation {
  /** The session that there is now, or was last. What belongs to it is gone with it, for its calls fail then. */
  readonly present: Session;
  /** How one session takes another's place; `null` where there is but one. */
  readonly succession: Succession | null;
}
