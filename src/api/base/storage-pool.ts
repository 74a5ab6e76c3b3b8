import type { remote_nonnull_storage_pool } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { wireOf } from '../object.js';
import { UuidObject } from './uuid-object.js';

/** What a storage pool is known by. */
export class StoragePoolBase extends UuidObject<remote_nonnull_storage_pool> {
  static {
    inspectAs(StoragePoolBase.prototype, ({ name, uuid }) => ({ name, uuid }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** C: [virStoragePoolGetName](https://libvirt.org/html/libvirt-libvirt-storage.html#virStoragePoolGetName) */
  getName(): string {
    return this.name;
  }
}
