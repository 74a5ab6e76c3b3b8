import type { remote_nonnull_nwfilter } from '../../protocol/generated/remote/index.js';
import { formatUuid } from '../../protocol/uuid.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a network filter is known by. */
export class NWFilterBase extends ApiObject<remote_nonnull_nwfilter> {
  static {
    inspectAs(NWFilterBase.prototype, ({ name, uuid }) => ({ name, uuid }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** In canonical form: `'c7a5fdbd-edaf-9455-926a-d65c16db1809'`. */
  get uuid(): string {
    return formatUuid(wireOf(this).uuid);
  }

  /** C: [virNWFilterGetName](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterGetName) */
  getName(): string {
    return this.name;
  }

  /**
   * The 16 bytes of the UUID.
   *
   * C: [virNWFilterGetUUID](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterGetUUID)
   */
  getUUID(): Uint8Array {
    return wireOf(this).uuid.slice();
  }

  /** C: [virNWFilterGetUUIDString](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterGetUUIDString) */
  getUUIDString(): string {
    return this.uuid;
  }
}
