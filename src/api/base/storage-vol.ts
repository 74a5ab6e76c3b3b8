import type { remote_nonnull_storage_vol } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a storage volume is known by. */
export class StorageVolBase extends ApiObject<remote_nonnull_storage_vol> {
  static {
    inspectAs(StorageVolBase.prototype, ({ pool, name, key }) => ({ pool, name, key }));
  }

  /** The name of its pool. */
  get pool(): string {
    return wireOf(this).pool;
  }

  /** Its name, by which its pool knows it. */
  get name(): string {
    return wireOf(this).name;
  }

  /** By which every pool of the host knows it: its path, for most. */
  get key(): string {
    return wireOf(this).key;
  }

  /** C: [virStorageVolGetName](https://libvirt.org/html/libvirt-libvirt-storage.html#virStorageVolGetName) */
  getName(): string {
    return this.name;
  }

  /** C: [virStorageVolGetKey](https://libvirt.org/html/libvirt-libvirt-storage.html#virStorageVolGetKey) */
  getKey(): string {
    return this.key;
  }
}
