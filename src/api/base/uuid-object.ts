import { formatUuid } from '../../protocol/uuid.js';
import { ApiObject, wireOf } from '../object.js';

/** What the daemon tells from others by a UUID. */
export abstract class UuidObject<Wire extends { readonly uuid: Uint8Array }> extends ApiObject<Wire> {
  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  get uuid(): string {
    return formatUuid(wireOf(this).uuid);
  }

  /**
   * The 16 bytes of the UUID.
   *
   * C: [virDomainGetUUID](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetUUID),
   * [virNetworkGetUUID](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkGetUUID),
   * [virNetworkPortGetUUID](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkPortGetUUID),
   * [virStoragePoolGetUUID](https://libvirt.org/html/libvirt-libvirt-storage.html#virStoragePoolGetUUID),
   * [virSecretGetUUID](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretGetUUID),
   * [virNWFilterGetUUID](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterGetUUID)
   */
  getUUID(): Uint8Array {
    return wireOf(this).uuid.slice();
  }

  /**
   * The UUID, as `uuid` has it.
   *
   * C: [virDomainGetUUIDString](https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetUUIDString),
   * [virNetworkGetUUIDString](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkGetUUIDString),
   * [virNetworkPortGetUUIDString](https://libvirt.org/html/libvirt-libvirt-network.html#virNetworkPortGetUUIDString),
   * [virStoragePoolGetUUIDString](https://libvirt.org/html/libvirt-libvirt-storage.html#virStoragePoolGetUUIDString),
   * [virSecretGetUUIDString](https://libvirt.org/html/libvirt-libvirt-secret.html#virSecretGetUUIDString),
   * [virNWFilterGetUUIDString](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterGetUUIDString)
   */
  getUUIDString(): string {
    return this.uuid;
  }
}
