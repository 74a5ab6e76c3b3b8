import type { remote_nonnull_node_device } from '../../protocol/generated/remote/index.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';

/** What a device of the host is known by. */
export class NodeDeviceBase extends ApiObject<remote_nonnull_node_device> {
  static {
    inspectAs(NodeDeviceBase.prototype, ({ name }) => ({ name }));
  }

  /** Its name. */
  get name(): string {
    return wireOf(this).name;
  }

  /** C: [virNodeDeviceGetName](https://libvirt.org/html/libvirt-libvirt-nodedev.html#virNodeDeviceGetName) */
  getName(): string {
    return this.name;
  }
}
