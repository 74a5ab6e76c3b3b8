import type { remote_nonnull_network_port } from '../../protocol/generated/remote/index.js';
import { objectsOf } from '../connection/base.js';
import { inspectAs } from '../inspect.js';
import type { Network } from '../network.js';
import { wireOf } from '../object.js';
import { UuidObject } from './uuid-object.js';

/** What a port of a virtual network is known by. */
export class NetworkPortBase extends UuidObject<remote_nonnull_network_port> {
  static {
    inspectAs(NetworkPortBase.prototype, ({ uuid }) => ({ uuid }));
  }

  /** Its network. */
  get network(): Network {
    return objectsOf(this.connection).network(wireOf(this).net);
  }

  /** C: [virNetworkPortGetNetwork](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkPortGetNetwork) */
  getNetwork(): Network {
    return this.network;
  }
}
