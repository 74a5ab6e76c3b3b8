import type { remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import { formatUuid } from '../../protocol/uuid.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, setWire, wireOf } from '../object.js';

/** The daemon said what a domain's id is now. */
export function setDomainId(domain: DomainBase, id: number): void {
  setWire(domain, { ...wireOf(domain), id });
}

/** What a domain is known by. */
export class DomainBase extends ApiObject<remote_nonnull_domain> {
  static {
    inspectAs(DomainBase.prototype, ({ name, uuid, id }) => ({ name, uuid, id }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  get uuid(): string {
    return formatUuid(wireOf(this).uuid);
  }

  /**
   * The number that a running domain has until it ends, and −1 while it does not run: as it was when the daemon last
   * told it for this object.
   */
  get id(): number {
    return wireOf(this).id;
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
    return wireOf(this).uuid.slice();
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
