import type { remote_nonnull_network_port } from '../../protocol/generated/remote/index.js';
import { formatUuid } from '../../protocol/uuid.js';
import { objectsOf } from '../connection/base.js';
import { inspectAs } from '../inspect.js';
import type { Network } from '../network.js';
import { ApiObject, wireOf } from '../object.js';

/** What a port of a virtual network is known by. */
export class NetworkPortBase extends ApiObject<remote_nonnull_network_port> {
  static {
    inspectAs(NetworkPortBase.prototype, ({ uuid }) => ({ uuid }));
  }

  /** Its network. */
  get network(): Network {
    return objectsOf(this.connection).network(wireOf(this).net);
  }

  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  get uuid(): string {
    return formatUuid(wireOf(this).uuid);
  }

  /** C: [virNetworkPortGetNetwork](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkPortGetNetwork) */
  getNetwork(): Network {
    return this.network;
  }

  /**
   * The 16 bytes of the UUID.
   *
   * C: [virNetworkPortGetUUID](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkPortGetUUID)
   */
  getUUID(): Uint8Array {
    return wireOf(this).uuid.slice();
  }

  /** C: [virNetworkPortGetUUIDString](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkPortGetUUIDString) */
  getUUIDString(): string {
    return this.uuid;
  }
}
