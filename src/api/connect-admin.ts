import type { Progress } from '../rpc/progress.js';
import { Session } from '../rpc/session.js';
import { lookForTraces } from '../rpc/trace.js';
import type { AdmConnection } from './admin/connection.js';
import { adminFailure, explained } from './admin/explain.js';
import { openAdmin } from './admin/open.js';
import { withDeadline } from './deadline.js';
import { dialPaths } from './dial/paths.js';
import { OPEN_OPTIONS, type OpenOptions, planOf } from './open-options.js';
import type { openReconnectingAdmin } from './reconnect/open-admin.js';
import { type ReconnectOptions, reconnectPlanOf } from './reconnect/options.js';
import { realHost } from './uri/host.js';
import { resolveAdminUri } from './uri/resolve-admin.js';
import { shownUri } from './uri/shown.js';
import { openAlong, type Way } from './way.js';
import { withStates } from './with-states.js';

/** How `connectAdmin` connects. */
export interface ConnectAdminOptions extends OpenOptions {
  /**
   * Whether, and how, the connection is made again when it is lost, as that of `connect`: `true`, for all defaults, or
   * options. It comes back to the same socket; its servers stay what they are, and `admin.states()` tells how that goes. What is
   * thrown where the first attempt fails, is thrown at once. Default: false: a connection that is lost is over.
   */
  readonly reconnect?: boolean | ReconnectOptions | undefined;
}

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
  const { keepalive, maxInFlight, callTimeout } = planOf(options, [...OPEN_OPTIONS, 'reconnect']);
  const reconnect = reconnectPlanOf(options.reconnect, options);
  lookForTraces();
  const endpoint = await resolveAdminUri(uri ?? undefined, realHost());
  const about = { uri: shownUri(endpoint.uri), transport: 'unix', host: null, port: null };
  const settings = { keepalive, callTimeout };
  const way: Way = {
    dial: async (signal, progress) => {
      // No procedure of the admin program carries descriptors.
      const dialled = { fdTransport: 'none', signal } as const;
      const transport = await dialPaths([endpoint.socket], dialled, (failures) => adminFailure(endpoint, failures));
      progress.reach('the admin server was connected to, and does not answer');
      return new Session(transport, { maxInFlight, about });
    },
    explain: async (error) => explained(endpoint, error),
  };
  const open = (signal: AbortSignal | undefined, progress: Progress): Promise<AdmConnection> =>
    openAlong(way, signal, progress, (session) =>
      reconnect === null
        ? openAdmin(session, settings, endpoint.uri, signal)
        : openAgain(session, way, reconnect, settings, endpoint.uri, signal),
    );
  return withStates(about, () => withDeadline(options, open));
}

/** Few connections come back: nothing of it is loaded before. */
async function openAgain(...args: Parameters<typeof openReconnectingAdmin>): Promise<AdmConnection> {
  const reconnect = await import('./reconnect/open-admin.js');
  return reconnect.openReconnectingAdmin(...args);
}
