import type { Duplex } from 'node:stream';
import { invalidArgType, invalidArgValue } from '../errors.js';
import type { AuthSettings } from '../rpc/authenticate.js';
import type { Progress } from '../rpc/progress.js';
import type { ReconnectPlan } from '../rpc/reconnecting/plan.js';
import { Session } from '../rpc/session.js';
import { lookForTraces } from '../rpc/trace.js';
import type { FdTransport } from '../transport/choose.js';
import { ConnectCredentials } from './auth/credentials.js';
import { type AuthCallback, type AuthOptions, authOptionsOf } from './auth/options.js';
import type { Connection } from './connection/connection.js';
import { withDeadline } from './deadline.js';
import { aboutEndpoint, nameWhatWasFound } from './dial/about.js';
import { checkPlan, dial } from './dial/index.js';
import { checkStreamOption, type Dialer } from './dial/stream-option.js';
import { ConnectFlags } from './generated/constants.js';
import { openConnection } from './open.js';
import { OPEN_OPTIONS, type OpenOptions, type OpenPlan, planOf } from './open-options.js';
import type { openReconnecting } from './reconnect/open.js';
import { type ReconnectOptions, reconnectPlanOf } from './reconnect/options.js';
import { checkTlsOptions, type TlsOptions } from './tls/options.js';
import { realHost } from './uri/host.js';
import { type Endpoint, resolveUri } from './uri/resolve.js';
import { openAlong, type Way } from './way.js';
import { withStates } from './with-states.js';

/** How `connect` connects. */
export interface ConnectOptions extends OpenOptions {
  /** Connect to the daemon's read-only socket, whose calls change nothing. Default: false. */
  readonly readOnly?: boolean | undefined;
  /**
   * What carries descriptors: the package koffi or the package usocket; or `'none'`, for a connection by Node's own
   * sockets, which carries none. Default: koffi, or usocket where koffi has no build, or else none.
   */
  readonly fdTransport?: FdTransport | undefined;
  /** Who logs in, where the daemon asks for that by SASL; or who is asked for it. Default: what `auth.conf` has. */
  readonly auth?: AuthOptions | AuthCallback | undefined;
  /** Keys and certificates for a URI whose transport is TLS, in place of the files that libvirt looks for. */
  readonly tls?: TlsOptions | undefined;
  /**
   * What carries the bytes, in place of the socket that the URI leads to: a stream that is connected, or a function that
   * makes one, through a proxy perhaps. It is the connection's from then on. With a URI whose transport is TLS, TLS is
   * spoken on it; else it must lead to where a daemon listens without. It carries no descriptors.
   */
  readonly stream?: Duplex | Dialer | undefined;
  /**
   * Whether, and how, the connection is made again when it is lost: `true`, for all defaults, or options. It comes back to
   * the same URI, logs in again, and has its events told again; `connection.states()` tells how that goes. What is thrown where
   * the first attempt fails, is thrown at once. Default: false: a connection that is lost is over.
   */
  readonly reconnect?: boolean | ReconnectOptions | undefined;
}

const FD_TRANSPORTS: readonly unknown[] = [undefined, 'koffi', 'usocket', 'none'];

/**
 * The options of any way to a daemon, checked, with their defaults.
 *
 * @param more names of the options that this way has
 */
export function connectPlanOf(
  options: ConnectOptions,
  more: readonly string[] = [],
): OpenPlan & { readonly readOnly: boolean; readonly auth: AuthOptions } {
  const plan = planOf(options, [...OPEN_OPTIONS, 'readOnly', 'fdTransport', 'auth', ...more]);
  const { readOnly = false, fdTransport } = options;
  if (typeof readOnly !== 'boolean') throw invalidArgType('options.readOnly', 'a boolean', readOnly);
  if (!FD_TRANSPORTS.includes(fdTransport)) {
    throw invalidArgValue('options.fdTransport', "must be 'koffi', 'usocket' or 'none'");
  }
  return { ...plan, readOnly, auth: authOptionsOf(options.auth) };
}

/**
 * The options of `connect`, checked, with their defaults.
 *
 * @throws TypeError, RangeError
 */
export function checkConnectOptions(
  options: ConnectOptions,
): ReturnType<typeof connectPlanOf> & { readonly reconnect: ReconnectPlan | null } {
  const plan = connectPlanOf(options, ['tls', 'stream', 'reconnect']);
  const { tls, stream } = options;
  checkTlsOptions(tls);
  checkStreamOption(stream);
  const reconnect = reconnectPlanOf(options.reconnect, options);
  if (reconnect !== null && stream !== undefined && typeof stream !== 'function') {
    throw invalidArgValue('options.reconnect', 'needs a function as options.stream, which makes a stream each time');
  }
  return { ...plan, reconnect };
}

/**
 * Connects to a hypervisor, through the libvirt daemon that manages it.
 *
 *     await using connection = await connect('lxc:///system');
 *
 * C: [virConnectOpenAuth](https://libvirt.org/html/libvirt-libvirt-host.html#virConnectOpenAuth)
 *
 * @param uri a [connection URI](https://libvirt.org/uri.html), or an alias that libvirt.conf gives one. Default: the
 *   environment's `LIBVIRT_DEFAULT_URI`, else `uri_default` of libvirt.conf, else what the daemon finds
 * @throws ConnectionError where no daemon answers: it names what was tried, and what to do; AuthError where the daemon
 *   does not let this process in; RemoteError where it cannot open the URI; TypeError for a URI or option that is
 *   none; UnsupportedError for a `fdTransport` that is not there; AbortError, TimeoutError
 */
export async function connect(uri?: string | null, options: ConnectOptions = {}): Promise<Connection> {
  const { keepalive, maxInFlight, callTimeout, readOnly, auth: authOptions, reconnect } = checkConnectOptions(options);
  const { fdTransport, tls, stream } = options;
  lookForTraces();
  const host = realHost();
  const endpoint = await resolveUri(uri ?? undefined, { readOnly }, host);
  const plan = { fdTransport, tls, stream };
  checkPlan(endpoint, plan);
  const { hostname } = endpoint;
  const auth: AuthSettings = {
    method: endpoint.auth,
    mechanism: authOptions.mechanism ?? endpoint.mechanism,
    credentials: new ConnectCredentials(authOptions, endpoint, host),
    hostname,
  };
  const about = aboutEndpoint(endpoint, stream !== undefined);
  const flags = endpoint.readOnly ? ConnectFlags.RO : 0;
  const settings = { name: endpoint.name, flags, auth, keepalive, callTimeout };
  const way: Way = {
    dial: async (signal, progress) =>
      new Session(await dial({ endpoint, plan, host, signal, progress }), { maxInFlight, about }),
    explain: (error, { strange }, progress) => {
      if (strange !== null) progress.stage = `${progress.stage}: ${strange}`;
      return failureOf(endpoint, error);
    },
  };
  const open = (signal: AbortSignal | undefined, progress: Progress): Promise<Connection> =>
    openAlong(way, signal, progress, async (session) => {
      const connection = await (reconnect === null
        ? openConnection(session, settings, endpoint.uri, signal, progress)
        : openAgain(session, way, reconnect, settings, endpoint.uri, signal, progress));
      nameWhatWasFound(about, connection.getURI());
      return connection;
    });
  return withStates(about, () => withDeadline(options, open));
}

/** Few connections come back: nothing of it is loaded before. */
async function openAgain(...args: Parameters<typeof openReconnecting>): Promise<Connection> {
  const reconnect = await import('./reconnect/open.js');
  return reconnect.openReconnecting(...args);
}

/** What is thrown where a way was found, and no daemon at its end. */
async function failureOf(endpoint: Endpoint, error: unknown): Promise<unknown> {
  const { target } = endpoint;
  switch (target.transport) {
    case 'ssh':
    case 'ext':
      return (await import('./dial/program.js')).programFailure(endpoint, error);
    case 'tcp':
      return (await import('./dial/network.js')).hungUp(target, error);
    default:
      return error;
  }
}
