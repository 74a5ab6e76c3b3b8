import { procedures } from '../../protocol/generated/remote/index.js';
import type { Session } from '../../rpc/session.js';
import type { Objects } from '../objects.js';
import { ConnectionLife } from './life.js';

export { type ConnectionEvents, sessionOf } from './life.js';

/** What makes the objects of a connection: for this library's other files, and nobody else. */
export let objectsOf: (connection: ConnectionBase) => Objects;

/** The features of a hypervisor's driver that have been asked for, by their number, and whether it has them. */
export let featuresOf: (connection: ConnectionBase) => Map<number, boolean>;

/** A connection to a hypervisor, before what the daemon's procedures make of it: its life, and its objects. */
export class ConnectionBase extends ConnectionLife {
  readonly #objects: Objects;
  readonly #features = new Map<number, boolean>();

  static {
    objectsOf = (connection) => connection.#objects;
    featuresOf = (connection) => connection.#features;
  }

  /** Connections are made by `connect`. */
  constructor(session: Session, objectsFor: (connection: ConnectionBase) => Objects) {
    super(session, procedures.CONNECT_CLOSE);
    this.#objects = objectsFor(this);
    // The daemon's own connection to the hypervisor is gone, and every later call would fail.
    session.on(procedures.CONNECT_EVENT_CONNECTION_CLOSED, ({ reason }) => session.hypervisorLost(reason));
  }
}
