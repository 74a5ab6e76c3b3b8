import type { remote_nonnull_nwfilter } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { wireOf } from '../object.js';
import { UuidObject } from './uuid-object.js';

/** What a network filter is known by. */
export class NWFilterBase extends UuidObject<remote_nonnull_nwfilter> {
  static {
    inspectAs(NWFilterBase.prototype, ({ name, uuid }) => ({ name, uuid }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** C: [virNWFilterGetName](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterGetName) */
  getName(): string {
    return this.name;
  }
}
