import { procedures } from '../../protocol/generated/remote/index.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { DriverFeature } from '../../rpc/driver-feature.js';
import type { Objects } from '../objects.js';
import { ConnectionLife } from './life.js';

export { type ConnectionEvents, sessionOf } from './life.js';

/** What makes the objects of a connection: for this library's other files, and nobody else. */
export let objectsOf: (connection: ConnectionBase) => Objects;

/** What has been asked of a daemon, and stays as it is while its session lasts. */
export interface ConnectionFacts {
  readonly features: Map<DriverFeature, boolean>;
  /** How many processors the host has, online or not. */
  cpus: number | null;
}

/** What is known of the other end of a connection: for this library's other files, and nobody else. */
export let factsOf: (connection: ConnectionBase) => ConnectionFacts;

/** Says what a connection is to. */
export let setUri: (connection: ConnectionBase, uri: string) => void;

/** A connection to a hypervisor, before what the daemon's procedures make of it: its life, and its objects. */
export class ConnectionBase extends ConnectionLife {
  readonly #objects: Objects;
  #facts = noFacts();
  #uri = '';

  static {
    objectsOf = (connection) => connection.#objects;
    factsOf = (connection) => connection.#facts;
    setUri = (connection, uri) => {
      connection.#uri = uri;
    };
  }

  /** Connections are made by `connect`. @internal */
  constructor(session: DaemonSession, objectsFor: (connection: ConnectionBase) => Objects) {
    super(session, procedures.CONNECT_CLOSE);
    this.#objects = objectsFor(this);
    // The daemon's own connection to the hypervisor is gone, and every later call would fail.
    session.on(procedures.CONNECT_EVENT_CONNECTION_CLOSED, ({ reason }) => session.hypervisorLost(reason));
    session.succession?.watch(({ kind }) => {
      // The next daemon may be another one. What is asked now is noted with what was known before.
      if (kind === 'lost') this.#facts = noFacts();
    });
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

function noFacts(): ConnectionFacts {
  return { features: new Map(), cpus: null };
}
