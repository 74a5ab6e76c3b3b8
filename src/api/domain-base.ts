import type { remote_nonnull_domain } from '../protocol/generated/remote/index.js';
import { formatUuid } from '../protocol/uuid.js';
import type { Connection } from './connection.js';
import { inspectAs } from './inspect.js';

/** A domain as the protocol names it: for this library's other files, and nobody else. */
export let domainToWire: (domain: DomainBase) => remote_nonnull_domain;

/** The daemon said what a domain's id is now. */
export let setDomainId: (domain: DomainBase, id: number) => void;

/** What a domain is known by. */
export class DomainBase {
  readonly connection: Connection;
  readonly name: string;
  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  readonly uuid: string;
  #wire: remote_nonnull_domain;

  static {
    domainToWire = (domain) => domain.#wire;
    setDomainId = (domain, id) => {
      domain.#wire = { ...domain.#wire, id };
    };
    inspectAs(DomainBase.prototype, ({ name, uuid, id }) => ({ name, uuid, id }));
  }

  /** Domains are made by the methods of `Connection`. */
  constructor(connection: Connection, wire: remote_nonnull_domain) {
    this.connection = connection;
    this.name = wire.name;
    this.uuid = formatUuid(wire.uuid);
    this.#wire = wire;
  }

  /**
   * The number that a running domain has until it ends, and −1 while it does not run: as it was when the daemon last
   * told it for this object.
   */
  get id(): number {
    return this.#wire.id;
  }

  /** C: [virDomainGetName](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetName) */
  getName(): string {
    return this.name;
  }

  /**
   * The 16 bytes of the UUID.
   *
   * C: [virDomainGetUUID](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetUUID)
   */
  getUUID(): Uint8Array {
    return this.#wire.uuid.slice();
  }

  /** C: [virDomainGetUUIDString](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetUUIDString) */
  getUUIDString(): string {
    return this.uuid;
  }

  /** C: [virDomainGetID](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetID) */
  getID(): number {
    return this.id;
  }
}
