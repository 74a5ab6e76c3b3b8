import type { remote_nonnull_nwfilter_binding } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What the binding of a network filter to a port is known by. */
export class NWFilterBindingBase extends ApiObject<remote_nonnull_nwfilter_binding> {
  static {
    inspectAs(NWFilterBindingBase.prototype, ({ portDev, filterName }) => ({ portDev, filterName }));
  }

  /** The name of the port's device on the host: `'vnet0'`. */
  get portDev(): string {
    return wireOf(this).portdev;
  }

  /** The name of the filter. */
  get filterName(): string {
    return wireOf(this).filtername;
  }

  /** C: [virNWFilterBindingGetPortDev](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterBindingGetPortDev) */
  getPortDev(): string {
    return this.portDev;
  }

  /** C: [virNWFilterBindingGetFilterName](https://libvirt.org/html/libvirt-libvirt-nwfilter.html#virNWFilterBindingGetFilterName) */
  getFilterName(): string {
    return this.filterName;
  }
}
