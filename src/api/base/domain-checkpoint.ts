import type { remote_nonnull_domain_checkpoint } from '../../protocol/generated/remote/index.js';
import { objectsOf } from '../connection/base.js';
import type { Domain } from '../domain/domain.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a checkpoint of a domain is known by. */
export class DomainCheckpointBase extends ApiObject<remote_nonnull_domain_checkpoint> {
  static {
    inspectAs(DomainCheckpointBase.prototype, ({ name }) => ({ name }));
  }

  /** Its domain. */
  get domain(): Domain {
    return objectsOf(this.connection).domain(wireOf(this).dom);
  }

  /** Its name, by which its domain knows it. */
  get name(): string {
    return wireOf(this).name;
  }

  /** C: [virDomainCheckpointGetDomain](https://libvirt.org/html/libvirt-libvirt-domain-checkpoint.html#virDomainCheckpointGetDomain) */
  getDomain(): Domain {
    return this.domain;
  }

  /** C: [virDomainCheckpointGetName](https://libvirt.org/html/libvirt-libvirt-domain-checkpoint.html#virDomainCheckpointGetName) */
  getName(): string {
    return this.name;
  }
}
