import { type admin_nonnull_client, procedures } from '../../protocol/generated/admin/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/life.js';
import type { ClientTransport } from '../generated/constants.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';
import { readTypedParams } from '../typed-params.js';
import type { AdmConnection } from './connection.js';
import type { AdmClientInfo } from './params.js';

/**
 * A client of a daemon's server: one connection of some process to it. It is known by its number alone, which a daemon that
 * has been restarted gives to another: a connection that has come back to one lists its clients again.
 */
export class AdmClient extends ApiObject<admin_nonnull_client, AdmConnection> {
  static {
    inspectAs(AdmClient.prototype, ({ id, timestamp, transport }) => ({ id, timestamp, transport }));
  }

  /** What the server knows the client by. No other gets it while the daemon runs. */
  get id(): bigint {
    return wireOf(this).id;
  }

  /** When the client connected, in seconds since 1970; 0 where the daemon does not know. */
  get timestamp(): bigint {
    return wireOf(this).timestamp;
  }

  /** How it is connected. A client over ssh has its UNIX socket at this end. */
  get transport(): ClientTransport {
    return wireOf(this).transport as ClientTransport;
  }

  /** C: [virAdmClientGetID](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmClientGetID) */
  getID(): bigint {
    return this.id;
  }

  /** C: [virAdmClientGetTimestamp](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmClientGetTimestamp) */
  getTimestamp(): bigint {
    return this.timestamp;
  }

  /** C: [virAdmClientGetTransport](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmClientGetTransport) */
  getTransport(): ClientTransport {
    return this.transport;
  }

  /**
   * Who the client is.
   *
   * C: [virAdmClientGetInfo](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmClientGetInfo)
   *
   * @param flags none are defined: 0
   * @throws RemoteError: `VIR_ERR_NO_CLIENT` where it is gone
   * @since libvirt 2.0.0
   */
  async getInfo(flags = 0, options?: CallOptions): Promise<AdmClientInfo> {
    const args = { clnt: wireOf(this), flags };
    const { params } = await sessionOf(this.connection).call(procedures.CLIENT_GET_INFO, args, options);
    return readTypedParams(params) as AdmClientInfo;
  }

  /**
   * Ends the client's connection at once, without a word to it. Made while an admin connection that comes back is lost, it would
   * end that of whichever client the next daemon gives this number to.
   *
   * C: [virAdmClientClose](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmClientClose)
   *
   * @param flags none are defined: 0
   * @throws RemoteError: `VIR_ERR_NO_CLIENT` where it is gone
   * @since libvirt 2.0.0
   */
  async close(flags = 0, options?: CallOptions): Promise<void> {
    await sessionOf(this.connection).call(procedures.CLIENT_CLOSE, { clnt: wireOf(this), flags }, options);
  }
}
