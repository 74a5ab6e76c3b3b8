import { procedures } from '../../protocol/generated/remote/index.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { CallOptions } from '../../rpc/options.js';
import { inspectAs } from '../inspect.js';
import { objectsFor } from '../objects.js';
import { sessionOf } from './base.js';
import { ConnectionCloseCallbacks } from './close-callbacks.js';

/** A connection to a hypervisor, through the libvirt daemon that manages it. */
export class Connection extends ConnectionCloseCallbacks {
  /** Connections are made by `connect`. @internal */
  constructor(session: DaemonSession) {
    // Every connection is a `Connection`: the other classes are parts of it.
    super(session, (connection) => objectsFor(connection as Connection));
  }

  /**
   * Whether nobody else can listen on the way to the hypervisor: neither on the way to the daemon, where a UNIX socket, TLS,
   * ssh and a SASL security layer are secure, and TCP, a program or a stream of somebody else's is not; nor between the
   * daemon and the hypervisor.
   *
   * C: [virConnectIsSecure](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectIsSecure)
   *
   * @since libvirt 0.7.3
   */
  async isSecure(options?: CallOptions): Promise<boolean> {
    const { secure } = await sessionOf(this).call(procedures.CONNECT_IS_SECURE, undefined, options);
    return sessionOf(this).transport.secure && secure !== 0;
  }

  /**
   * Whether the way to the hypervisor is encrypted, by TLS, ssh or a SASL security layer. A UNIX socket is not. Of ssh, the
   * C library does not know that it encrypts.
   *
   * C: [virConnectIsEncrypted](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectIsEncrypted)
   *
   * @since libvirt 0.7.3
   */
  async isEncrypted(options?: CallOptions): Promise<boolean> {
    const { secure } = await sessionOf(this).call(procedures.CONNECT_IS_SECURE, undefined, options);
    return sessionOf(this).transport.encrypted && secure !== 0;
  }

  static {
    inspectAs(Connection.prototype, (connection) => ({
      uri: connection.getURI(),
      transport: connection.transport,
      open: connection.isAlive(),
    }));
  }
}
