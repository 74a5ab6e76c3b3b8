import { type admin_nonnull_server, procedures } from '../../protocol/generated/admin/index.js';
import type { CallOptions } from '../../rpc/options.js';
import { sessionOf } from '../connection/life.js';
import { clientLimitTypes, threadPoolTypes } from '../generated/known-types.js';
import { inspectAs } from '../inspect.js';
import { ApiObject, wireOf } from '../object.js';
import { readTypedParams, writeTypedParams } from '../typed-params.js';
import { AdmClient } from './client.js';
import type { AdmConnection } from './connection.js';
import type {
  AdmClientLimits,
  AdmClientLimitsInput,
  AdmThreadPoolParameters,
  AdmThreadPoolParametersInput,
} from './params.js';

/** One of the servers that a daemon is: libvirtd has `libvirtd`, which hypervisors' clients connect to, and `admin`. */
export class AdmServer extends ApiObject<admin_nonnull_server, AdmConnection> {
  static {
    inspectAs(AdmServer.prototype, ({ name }) => ({ name }));
  }

  get name(): string {
    return wireOf(this).name;
  }

  /** C: [virAdmServerGetName](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerGetName) */
  getName(): string {
    return this.name;
  }

  /**
   * The threads that do the server's work.
   *
   * C: [virAdmServerGetThreadPoolParameters](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerGetThreadPoolParameters)
   *
   * @param flags none are defined: 0
   * @since libvirt 2.0.0
   */
  async getThreadPoolParameters(flags = 0, options?: CallOptions): Promise<AdmThreadPoolParameters> {
    const args = { srv: wireOf(this), flags };
    const { params } = await sessionOf(this.connection).call(
      procedures.SERVER_GET_THREADPOOL_PARAMETERS,
      args,
      options,
    );
    return readTypedParams(params) as AdmThreadPoolParameters;
  }

  /**
   * Changes how many threads do the server's work, until the daemon ends.
   *
   *     await server.setThreadPoolParameters({ maxWorkers: 40 });
   *
   * C: [virAdmServerSetThreadPoolParameters](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerSetThreadPoolParameters)
   *
   * @param params what is to change: `minWorkers`, `maxWorkers`, `prioWorkers`
   * @param flags none are defined: 0
   * @throws TypeError, RangeError for a value that is no such number; RemoteError for one that the daemon refuses
   * @since libvirt 2.0.0
   */
  async setThreadPoolParameters(params: AdmThreadPoolParametersInput, flags = 0, options?: CallOptions): Promise<void> {
    const args = { srv: wireOf(this), params: writeTypedParams(params, threadPoolTypes), flags };
    await sessionOf(this.connection).call(procedures.SERVER_SET_THREADPOOL_PARAMETERS, args, options);
  }

  /**
   * How many clients the server has, and may have.
   *
   * C: [virAdmServerGetClientLimits](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerGetClientLimits)
   *
   * @param flags none are defined: 0
   * @since libvirt 2.0.0
   */
  async getClientLimits(flags = 0, options?: CallOptions): Promise<AdmClientLimits> {
    const args = { srv: wireOf(this), flags };
    const { params } = await sessionOf(this.connection).call(procedures.SERVER_GET_CLIENT_LIMITS, args, options);
    return readTypedParams(params) as AdmClientLimits;
  }

  /**
   * Changes how many clients the server may have, until the daemon ends. Those that it has, it keeps.
   *
   * C: [virAdmServerSetClientLimits](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerSetClientLimits)
   *
   * @param params what is to change: `nclients_max`, `nclients_unauth_max`
   * @param flags none are defined: 0
   * @throws TypeError, RangeError for a value that is no such number; RemoteError for one that the daemon refuses
   * @since libvirt 2.0.0
   */
  async setClientLimits(params: AdmClientLimitsInput, flags = 0, options?: CallOptions): Promise<void> {
    const args = { srv: wireOf(this), params: writeTypedParams(params, clientLimitTypes), flags };
    await sessionOf(this.connection).call(procedures.SERVER_SET_CLIENT_LIMITS, args, options);
  }

  /**
   * The clients that are connected now.
   *
   * C: [virAdmServerListClients](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerListClients)
   *
   * @param flags none are defined: 0
   * @since libvirt 2.0.0
   */
  async listClients(flags = 0, options?: CallOptions): Promise<AdmClient[]> {
    const { connection } = this;
    const args = { srv: wireOf(this), need_results: 1, flags };
    const { clients } = await sessionOf(connection).call(procedures.SERVER_LIST_CLIENTS, args, options);
    return clients.map((client) => new AdmClient(connection, client));
  }

  /**
   * The client that the server knows by `id`.
   *
   * C: [virAdmServerLookupClient](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerLookupClient)
   *
   * @param flags none are defined: 0
   * @throws RemoteError: `VIR_ERR_NO_CLIENT` where there is none
   * @since libvirt 2.0.0
   */
  async lookupClient(id: bigint, flags = 0, options?: CallOptions): Promise<AdmClient> {
    const { connection } = this;
    const args = { srv: wireOf(this), id, flags };
    const { clnt } = await sessionOf(connection).call(procedures.SERVER_LOOKUP_CLIENT, args, options);
    return new AdmClient(connection, clnt);
  }

  /**
   * Makes the server read its TLS certificates and keys again, for the clients that connect from now on.
   *
   * C: [virAdmServerUpdateTlsFiles](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmServerUpdateTlsFiles)
   *
   * @param flags none are defined: 0
   * @throws RemoteError where the server has no TLS, or where the files are not good: then it keeps what it has
   * @since libvirt 6.2.0
   */
  async updateTlsFiles(flags = 0, options?: CallOptions): Promise<void> {
    await sessionOf(this.connection).call(procedures.SERVER_UPDATE_TLS_FILES, { srv: wireOf(this), flags }, options);
  }
}
