import type { Connection } from './connection/connection.js';

/** What an object is called on the wire: for this library's other files, and nobody else. */
export let wireOf: <Wire>(object: ApiObject<Wire, unknown>) => Wire;

/** The daemon said what an object is called now. */
export let setWire: <Wire>(object: ApiObject<Wire, unknown>, wire: Wire) => void;

/**
 * What every object of a hypervisor or of a daemon is: a connection, and what the daemon knows it by there. Classes that
 * long lists are of have no private methods: each such class is noted in every one of its objects.
 */
export abstract class ApiObject<Wire, Owner = Connection> {
  /** The connection that the object was got from, and is asked about on. */
  readonly connection: Owner;
  #wire: Wire;

  static {
    wireOf = (object) => object.#wire;
    setWire = (object, wire) => {
      object.#wire = wire;
    };
  }

  /** Objects are made by the methods of a connection and of other objects. @internal */
  constructor(connection: Owner, wire: Wire) {
    this.connection = connection;
    this.#wire = wire;
  }
}
