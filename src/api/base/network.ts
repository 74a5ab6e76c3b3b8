import type { remote_nonnull_network } from '../../protocol/generated/remote/index.js';
import { formatUuid } from '../../protocol/uuid.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a virtual network is known by. */
export class NetworkBase extends ApiObject<remote_nonnull_network> {
  static {
    inspectAs(NetworkBase.prototype, ({ name, uuid }) => ({ name, uuid }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  get uuid(): string {
    return formatUuid(wireOf(this).uuid);
  }

  /** C: [virNetworkGetName](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkGetName) */
  getName(): string {
    return this.name;
  }

  /**
   * The 16 bytes of the UUID.
   *
   * C: [virNetworkGetUUID](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkGetUUID)
   */
  getUUID(): Uint8Array {
    return wireOf(this).uuid.slice();
  }

  /** C: [virNetworkGetUUIDString](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkGetUUIDString) */
  getUUIDString(): string {
    return this.uuid;
  }
}
