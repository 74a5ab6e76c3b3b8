import { procedures } from '../../protocol/generated/remote/index.js';
import type { Session } from '../../rpc/session.js';
import type { Objects } from '../objects.js';
import { ConnectionLife } from './life.js';

export { type ConnectionEvents, sessionOf } from './life.js';

/** What makes the objects of a connection: for this library's other files, and nobody else. */
export let objectsOf: (connection: ConnectionBase) => Objects;

/** The features of a hypervisor's driver that have been asked for, by their number, and whether it has them. */
export let featuresOf: (connection: ConnectionBase) => Map<number, boolean>;

/** Says what a connection is to. */
export let setUri: (connection: ConnectionBase, uri: string) => void;

/** A connection to a hypervisor, before what the daemon's procedures make of it: its life, and its objects. */
export class ConnectionBase extends ConnectionLife {
  readonly #objects: Objects;
  readonly #features = new Map<number, boolean>();
  #uri = '';

  static {
    objectsOf = (connection) => connection.#objects;
    featuresOf = (connection) => connection.#features;
    setUri = (connection, uri) => {
      connection.#uri = uri;
    };
  }

  /** Connections are made by `connect`. @internal */
  constructor(session: Session, objectsFor: (connection: ConnectionBase) => Objects) {
    super(session, procedures.CONNECT_CLOSE);
    this.#objects = objectsFor(this);
    // The daemon's own connection to the hypervisor is gone, and every later call would fail.
    session.on(procedures.CONNECT_EVENT_CONNECTION_CLOSED, ({ reason }) => session.hypervisorLost(reason));
  }

  /**
   * The URI that is connected to: the one that was given, or that an alias stands for; or, where there was none, the
   * one that the daemon found.
   *
   * C: [virConnectGetURI](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectGetURI)
   */
  getURI(): string {
    return this.#uri;
  }
}
