import { invalidArgType } from '../errors.js';
import { Session } from '../rpc/session.js';
import type { FdTransport } from '../transport/choose.js';
import type { Connection } from './connection/connection.js';
import { withDeadline } from './deadline.js';
import { dial } from './dial.js';
import { ConnectFlags } from './generated/constants.js';
import { openConnection } from './open.js';
import { OPEN_OPTIONS, type OpenOptions, type OpenPlan, planOf } from './open-options.js';
import { connectFailure } from './uri/explain.js';
import { realHost } from './uri/host.js';
import { resolveUri } from './uri/resolve.js';

/** How `connect` connects. */
export interface ConnectOptions extends OpenOptions {
  /** Connect to the daemon's read-only socket, whose calls change nothing. Default: false. */
  readonly readOnly?: boolean | undefined;
  /**
   * What carries descriptors: the package koffi or the package usocket; or `'none'`, for a connection by Node's own
   * sockets, which carries none. Default: koffi, or usocket where koffi has no build, or else none.
   */
  readonly fdTransport?: FdTransport | undefined;
}

/** The options, checked, with their defaults, but for `fdTransport`, which who dials checks. */
export function connectPlanOf(options: ConnectOptions): OpenPlan & { readonly readOnly: boolean } {
  const plan = planOf(options, [...OPEN_OPTIONS, 'readOnly', 'fdTransport']);
  const { readOnly = false } = options;
  if (typeof readOnly !== 'boolean') throw invalidArgType('options.readOnly', 'a boolean', readOnly);
  return { ...plan, readOnly };
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
  const { keepalive, maxInFlight, readOnly } = connectPlanOf(options);
  const { fdTransport } = options;
  const endpoint = await resolveUri(uri ?? undefined, { readOnly }, realHost());
  return withDeadline(options, async (signal) => {
    const transport = await dial(endpoint.paths, { fdTransport, signal }, (failures) =>
      connectFailure(endpoint, failures),
    );
    const flags = endpoint.readOnly ? ConnectFlags.RO : 0;
    const settings = { name: endpoint.name, flags, auth: endpoint.auth, keepalive };
    return openConnection(new Session(transport, { maxInFlight }), settings, endpoint.uri, signal);
  });
}
