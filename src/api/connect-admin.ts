import { procedures } from '../protocol/generated/admin/index.js';
import { Session } from '../rpc/session.js';
import { lookForTraces } from '../rpc/trace.js';
import { AdmConnection } from './admin/connection.js';
import { adminFailure, explained } from './admin/explain.js';
import { withDeadline } from './deadline.js';
import { dialPaths } from './dial/paths.js';
import { OPEN_OPTIONS, type OpenOptions, planOf } from './open-options.js';
import { realHost } from './uri/host.js';
import { resolveAdminUri } from './uri/resolve-admin.js';
import { shownUri } from './uri/shown.js';
import { withStates } from './with-states.js';

/** How `connectAdmin` connects. */
export interface ConnectAdminOptions extends OpenOptions {}

/**
 * Connects to a daemon itself, to manage its servers, their clients, and its log. Only the user that a daemon runs as is
 * let in.
 *
 *     await using admin = await connectAdmin('libvirtd:///system');
 *
 * C: [virAdmConnectOpen](https://libvirt.org/html/libvirt-libvirt-admin.html#virAdmConnectOpen)
 *
 * @param uri `libvirtd:///system`, `libvirtd:///session`, or a modular daemon's, as `virtqemud:///system`, each of which
 *   can have `?socket=PATH`; or an alias that libvirt-admin.conf gives one. Default: the environment's
 *   `LIBVIRT_ADMIN_DEFAULT_URI`, else `uri_default` of libvirt-admin.conf, else `libvirtd:///system` for root and
 *   `libvirtd:///session` for others
 * @throws ConnectionError where no daemon answers: it names what was tried, and what to do; AuthError where the daemon
 *   does not let this process in; TypeError for a URI or option that is none; UnsupportedError for a URI that names
 *   another host; AbortError, TimeoutError
 * @since libvirt 2.0.0
 */
export async function connectAdmin(uri?: string | null, options: ConnectAdminOptions = {}): Promise<AdmConnection> {
  const { keepalive, maxInFlight, callTimeout } = planOf(options, OPEN_OPTIONS);
  lookForTraces();
  const endpoint = await resolveAdminUri(uri ?? undefined, realHost());
  const about = { uri: shownUri(endpoint.uri), transport: 'unix', host: null, port: null };
  const open = async (signal: AbortSignal | undefined): Promise<AdmConnection> => {
    // No procedure of the admin program carries descriptors.
    const transport = await dialPaths([endpoint.socket], { fdTransport: 'none', signal }, (failures) =>
      adminFailure(endpoint, failures),
    );
    const session = new Session(transport, { maxInFlight, about });
    const connection = new AdmConnection(session, endpoint.uri);
    try {
      await session.call(procedures.CONNECT_OPEN, { flags: 0 }, { signal });
    } catch (error) {
      session.end(null);
      throw explained(endpoint, error);
    }
    // An admin server answers questions from the start, and asks none itself.
    session.setKeepalive(keepalive);
    session.limit.timeout = callTimeout;
    return connection;
  };
  return withStates(about, () => withDeadline(options, open));
}
