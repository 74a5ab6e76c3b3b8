import type { remote_nonnull_storage_pool } from '../../protocol/generated/remote/index.js';
import { formatUuid } from '../../protocol/uuid.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a storage pool is known by. */
export class StoragePoolBase extends ApiObject<remote_nonnull_storage_pool> {
  static {
    inspectAs(StoragePoolBase.prototype, ({ name, uuid }) => ({ name, uuid }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  get uuid(): string {
    return formatUuid(wireOf(this).uuid);
  }

  /** C: [virStoragePoolGetName](https://libvirt.org/html/libvirt-libvirt-storage.html#virStoragePoolGetName) */
  getName(): string {
    return this.name;
  }

  /**
   * The 16 bytes of the UUID.
   *
   * C: [virStoragePoolGetUUID](https://libvirt.org/html/libvirt-libvirt-storage.html#virStoragePoolGetUUID)
   */
  getUUID(): Uint8Array {
    return wireOf(this).uuid.slice();
  }

  /** C: [virStoragePoolGetUUIDString](https://libvirt.org/html/libvirt-libvirt-storage.html#virStoragePoolGetUUIDString) */
  getUUIDString(): string {
    return this.uuid;
  }
}
