import type { remote_nonnull_network } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { wireOf } from '../object.js';
import { UuidObject } from './uuid-object.js';

/** What a virtual network is known by. */
export class NetworkBase extends UuidObject<remote_nonnull_network> {
  static {
    inspectAs(NetworkBase.prototype, ({ name, uuid }) => ({ name, uuid }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** C: [virNetworkGetName](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkGetName) */
  getName(): string {
    return this.name;
  }
}
