import type { remote_nonnull_interface } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a network interface of the host is known by. */
export class InterfaceBase extends ApiObject<remote_nonnull_interface> {
  static {
    inspectAs(InterfaceBase.prototype, ({ name, mac }) => ({ name, mac }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** Its MAC address, as the daemon last told it for this object: `'52:54:00:12:34:56'`. */
  get mac(): string {
    return wireOf(this).mac;
  }

  /** C: [virInterfaceGetName](https://libvirt.org/html/libvirt-libvirt-interface.html#virInterfaceGetName) */
  getName(): string {
    return this.name;
  }

  /** C: [virInterfaceGetMACString](https://libvirt.org/html/libvirt-libvirt-interface.html#virInterfaceGetMACString) */
  getMACString(): string {
    return this.mac;
  }
}
