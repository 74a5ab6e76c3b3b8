import { procedures } from '../../protocol/generated/remote/index.js';
import type { CallOptions } from '../../rpc/options.js';
import type { Session } from '../../rpc/session.js';
import { inspectAs } from '../inspect.js';
import { objectsFor } from '../objects.js';
import { sessionOf } from './base.js';
import { ConnectionCloseCallbacks } from './close-callbacks.js';

/** A connection to a hypervisor, through the libvirt daemon that manages it. */
export class Connection extends ConnectionCloseCallbacks {
  /** Connections are made by `connect`. @internal */
  constructor(session: Session) {
    // Every connection is a `Connection`: the other classes are parts of it.
    super(session, (connection) => objectsFor(connection as Connection));
  }

  /**
   * Whether nobody else can listen on the way to the hypervisor: neither here, where a UNIX socket is secure, nor
   * between the daemon and the hypervisor.
   *
   * C: [virConnectIsSecure](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectIsSecure)
   *
   * @since libvirt 0.7.3
   */
  async isSecure(options?: CallOptions): Promise<boolean> {
    return (await sessionOf(this).call(procedures.CONNECT_IS_SECURE, undefined, options)).secure !== 0;
  }

  /**
   * Whether the way to the hypervisor is encrypted. A UNIX socket is not, which is all that this library connects by.
   *
   * C: [virConnectIsEncrypted](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectIsEncrypted)
   *
   * @since libvirt 0.7.3
   */
  async isEncrypted(options?: CallOptions): Promise<boolean> {
    // What the C client asks, whatever its own transport is: a connection that is lost is told here too.
    await sessionOf(this).call(procedures.CONNECT_IS_SECURE, undefined, options);
    return false;
  }

  static {
    inspectAs(Connection.prototype, (connection) => ({
      uri: connection.getURI(),
      transport: connection.transport,
      open: connection.isAlive(),
    }));
  }
}
