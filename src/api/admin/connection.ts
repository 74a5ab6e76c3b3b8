import { procedures } from '../../protocol/generated/admin/index.js';
import type { DaemonSession } from '../../rpc/daemon-session.js';
import type { CallOptions } from '../../rpc/options.js';
import { ConnectionLife, sessionOf } from '../connection/life.js';
import type { AdmConnectDaemonShutdownFlags } from '../generated/constants.js';
import { inspectAs } from '../inspect.js';
import { AdmServer } from './server.js';

/** A connection to a daemon itself: to its admin server, which manages its other servers and their clients. */
export class AdmConnection extends ConnectionLife {
  /** What it is connected to. */
  readonly uri: string;

  static {
    inspectAs(AdmConnection.prototype, (connection) => ({ uri: connection.uri, open: connection.isAlive() }));
  }

  /** Connections are made by `connectAdmin`. @internal */
  constructor(session: DaemonSession, uri: string) {
    super(session, procedures.CONNECT_CLOSE);
    this.uri = uri;
  }

  /** C: [virAdmConnectGetURI](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectGetURI) */
  getURI(): string {
    return this.uri;
  }

  /**
   * The version of the daemon's libvirt: 1,000,000 × major + 1,000 × minor + release.
   *
   * C: [virAdmConnectGetLibVersion](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectGetLibVersion)
   *
   * @since libvirt 2.0.0
   */
  async getLibVersion(options?: CallOptions): Promise<bigint> {
    return (await sessionOf(this).call(procedures.CONNECT_GET_LIB_VERSION, undefined, options)).libVer;
  }

  /**
   * The servers that the daemon is, this one included.
   *
   * C: [virAdmConnectListServers](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectListServers)
   *
   * @param flags none are defined: 0
   * @since libvirt 2.0.0
   */
  async listServers(flags = 0, options?: CallOptions): Promise<AdmServer[]> {
    const args = { need_results: 1, flags };
    const { servers } = await sessionOf(this).call(procedures.CONNECT_LIST_SERVERS, args, options);
    return servers.map((server) => new AdmServer(this, server));
  }

  /**
   * The server of that name: `'libvirtd'`, `'admin'`; a modular daemon has its own name's.
   *
   * C: [virAdmConnectLookupServer](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectLookupServer)
   *
   * @param flags none are defined: 0
   * @throws RemoteError: `VIR_ERR_NO_SERVER` where there is none
   * @since libvirt 2.0.0
   */
  async lookupServer(name: string, flags = 0, options?: CallOptions): Promise<AdmServer> {
    const { srv } = await sessionOf(this).call(procedures.CONNECT_LOOKUP_SERVER, { name, flags }, options);
    return new AdmServer(this, srv);
  }

  /**
   * Where the daemon writes its log: outputs as `log_outputs` of its configuration has them, with spaces between.
   *
   * C: [virAdmConnectGetLoggingOutputs](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectGetLoggingOutputs)
   *
   * @param flags none are defined: 0
   * @since libvirt 3.0.0
   */
  async getLoggingOutputs(flags = 0, options?: CallOptions): Promise<string> {
    return (await sessionOf(this).call(procedures.CONNECT_GET_LOGGING_OUTPUTS, { flags }, options)).outputs;
  }

  /**
   * Which parts of the daemon log more or less than the rest: filters as `log_filters` of its configuration has them,
   * with spaces between; the daemon puts asterisks around names that have none. `null`: no filters.
   *
   * C: [virAdmConnectGetLoggingFilters](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectGetLoggingFilters)
   *
   * @param flags none are defined: 0
   * @since libvirt 3.0.0
   */
  async getLoggingFilters(flags = 0, options?: CallOptions): Promise<string | null> {
    return (await sessionOf(this).call(procedures.CONNECT_GET_LOGGING_FILTERS, { flags }, options)).filters;
  }

  /**
   * Makes the daemon write its log elsewhere, until it ends.
   *
   * C: [virAdmConnectSetLoggingOutputs](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectSetLoggingOutputs)
   *
   * @param outputs as `getLoggingOutputs` returns them; `null` or empty: libvirt's default
   * @param flags none are defined: 0
   * @throws RemoteError for an output that is none, or cannot be opened: then nothing has changed
   * @since libvirt 3.0.0
   */
  async setLoggingOutputs(outputs: string | null, flags = 0, options?: CallOptions): Promise<void> {
    await sessionOf(this).call(procedures.CONNECT_SET_LOGGING_OUTPUTS, { outputs, flags }, options);
  }

  /**
   * Makes parts of the daemon log more or less than the rest, until it ends.
   *
   *     await admin.setLoggingFilters('1:qemu 3:rpc');
   *
   * C: [virAdmConnectSetLoggingFilters](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectSetLoggingFilters)
   *
   * @param filters as `getLoggingFilters` returns them, instead of all that there are; `null` or empty: none
   * @param flags none are defined: 0
   * @throws RemoteError for a filter that is none: then nothing has changed
   * @since libvirt 3.0.0
   */
  async setLoggingFilters(filters: string | null, flags = 0, options?: CallOptions): Promise<void> {
    await sessionOf(this).call(procedures.CONNECT_SET_LOGGING_FILTERS, { filters, flags }, options);
  }

  /**
   * Makes the daemon end itself when nobody has been connected, and nothing has run, for so long.
   *
   * C: [virAdmConnectSetDaemonTimeout](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectSetDaemonTimeout)
   *
   * @param timeout seconds; 0: never
   * @param flags none are defined: 0
   * @since libvirt 8.6.0
   */
  async setDaemonTimeout(timeout: number, flags = 0, options?: CallOptions): Promise<void> {
    await sessionOf(this).call(procedures.CONNECT_SET_DAEMON_TIMEOUT, { timeout, flags }, options);
  }

  /**
   * Ends the daemon, in order. This connection ends with it.
   *
   * C: [virAdmConnectDaemonShutdown](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectDaemonShutdown)
   *
   * @param flags with `AdmConnectDaemonShutdownFlags.DAEMON_SHUTDOWN_PRESERVE` what runs is preserved first, as the
   *   daemon's configuration says
   * @throws RemoteError: `VIR_ERR_NO_SUPPORT` where the daemon is older
   * @since libvirt 11.2.0
   */
  async daemonShutdown(flags: AdmConnectDaemonShutdownFlags = 0, options?: CallOptions): Promise<void> {
    await sessionOf(this).call(procedures.CONNECT_DAEMON_SHUTDOWN, { flags }, options);
  }
}
