import type { remote_nonnull_domain_snapshot } from '../../protocol/generated/remote/index.js';
import { objectsOf } from '../connection/base.js';
import type { Domain } from '../domain/domain.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a snapshot of a domain is known by. */
export class DomainSnapshotBase extends ApiObject<remote_nonnull_domain_snapshot> {
  static {
    inspectAs(DomainSnapshotBase.prototype, ({ name }) => ({ name }));
  }

  /** Its domain. */
  get domain(): Domain {
    return objectsOf(this.connection).domain(wireOf(this).dom);
  }

  /** Its name, by which its domain knows it. */
  get name(): string {
    return wireOf(this).name;
  }

  /** C: [virDomainSnapshotGetDomain](https://libvirt.org/html/libvirt-libvirt-domain-snapshot.html#virDomainSnapshotGetDomain) */
  getDomain(): Domain {
    return this.domain;
  }

  /** C: [virDomainSnapshotGetName](https://libvirt.org/html/libvirt-libvirt-domain-snapshot.html#virDomainSnapshotGetName) */
  getName(): string {
    return this.name;
  }
}
