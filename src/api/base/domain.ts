import type { remote_nonnull_domain } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { setWire, wireOf } from '../object.js';
import { UuidObject } from './uuid-object.js';

/** The daemon said what a domain's id is now. */
export function setDomainId(domain: DomainBase, id: number): void {
  setWire(domain, { ...wireOf(domain), id });
}

/** What a domain is known by. */
export class DomainBase extends UuidObject<remote_nonnull_domain> {
  static {
    inspectAs(DomainBase.prototype, ({ name, uuid, id }) => ({ name, uuid, id }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
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

  /** C: [virDomainGetID](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetID) */
  getID(): number {
    return this.id;
  }
}
