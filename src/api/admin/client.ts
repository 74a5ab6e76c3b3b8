import { type admin_nonnull_client, procedures } from '../../protocol/generated/admin/index.js';
import type { Procedure } from '../../protocol/procedure.js';
import type { CallOptions } from '../../rpc/options.js';
import type { Session } from '../../rpc/session.js';
import { sessionOf } from '../connection/life.js';
import type { ClientTransport } from '../generated/constants.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';
import { readTypedParams } from '../typed-params.js';
import type { AdmConnection } from './connection.js';
import type { AdmClientInfo } from './params.js';

/**
 * A client of a daemon's server: one connection of some process to it. It is known by its number alone, which a daemon that
 * has been restarted gives to another: once the connection that it was listed on has been lost, all that is asked about it
 * fails, and clients are to be listed again.
 */
export class AdmClient extends ApiObject<admin_nonnull_client, AdmConnection> {
  readonly #session: Session;

  static {
    inspectAs(AdmClient.prototype, ({ id, timestamp, transport }) => ({ id, timestamp, transport }));
  }

  /** Clients are listed and looked up by their server. @internal */
  constructor(connection: AdmConnection, wire: admin_nonnull_client) {
    super(connection, wire);
    this.#session = sessionOf(connection).present;
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
   * @throws RemoteError: `VIR_ERR_NO_CLIENT` where it is gone; ConnectionError where the connection has been lost since
   * @since libvirt 2.0.0
   */
  async getInfo(flags = 0, options?: CallOptions): Promise<AdmClientInfo> {
    const args = { clnt: wireOf(this), flags };
    const { params } = await this.#call(procedures.CLIENT_GET_INFO, args, options);
    return readTypedParams(params) as AdmClientInfo;
  }

  /**
   * Ends the client's connection at once, without a word to it.
   *
   * C: [virAdmClientClose](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmClientClose)
   *
   * @param flags none are defined: 0
   * @throws RemoteError: `VIR_ERR_NO_CLIENT` where it is gone; ConnectionError where the connection has been lost since
   * @since libvirt 2.0.0
   */
  async close(flags = 0, options?: CallOptions): Promise<void> {
    await this.#call(procedures.CLIENT_CLOSE, { clnt: wireOf(this), flags }, options);
  }

  /** Asks the daemon that gave the number, and none that came after it. */
  #call<Args, Ret>(procedure: Procedure<Args, Ret>, args: Args, options: CallOptions | undefined): Promise<Ret> {
    return this.#session.call(procedure, args, sessionOf(this.connection).limit.optionsOf(procedure, options));
  }
}
