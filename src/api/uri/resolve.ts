import { invalidArgValue } from '../../errors.js';
import type { AuthMethod } from '../../rpc/authenticate.js';
import { optionalConfig } from './client-config.js';
import { findTarget, transportOf, unixTarget } from './find-target.js';
import type { Host } from './host.js';
import { CLIENT, meantUri } from './meant.js';
import { Params } from './params.js';
import { type ParsedUri, parseUri } from './parse.js';
import type { Target } from './target.js';

/** Where a daemon may listen, and what it is to be told. */
export interface Endpoint {
  /** What was asked for, for messages. `null`: whatever the daemon finds. */
  readonly uri: string | null;
  readonly target: Target;
  /** The URI that the daemon is to open. Empty: it finds one out. */
  readonly name: string;
  readonly readOnly: boolean;
  /** Whether it is this user's own daemon. */
  readonly session: boolean;
  readonly auth: AuthMethod | null;
  /** The SASL mechanism that the URI names. */
  readonly mechanism: string | null;
  /** The file of credentials that the URI names. */
  readonly authFile: string | null;
  /** The daemon's host. */
  readonly hostname: string;
  /** Who logs in at the daemon; ssh's user is ssh's. */
  readonly username: string | null;
}

function authOf(params: Params): Pick<Endpoint, 'auth' | 'mechanism'> {
  const auth = params.string('auth')?.toLowerCase();
  if (auth === undefined || auth === 'polkit') return { auth: auth ?? null, mechanism: null };
  if (auth === 'sasl') return { auth, mechanism: null };
  if (/^sasl\../su.test(auth)) return { auth: 'sasl', mechanism: auth.slice(5) };
  throw invalidArgValue('uri', `has auth=${auth}: there are polkit, sasl, and sasl.MECHANISM`);
}

/** What the daemon is to open: the URI, without what it says of the way there. */
function nameOf({ driver, path, fragment }: ParsedUri, params: Params): string {
  const named = params.string('name');
  if (named !== null) return named;
  // Whatever the daemon of the other host finds.
  if (driver === 'remote') return '';
  const rest = fragment === null ? '' : `#${encodeURI(fragment)}`;
  return `${driver}://${encodeURI(path).replace(/[?#]/gu, encodeURIComponent)}${params.others}${rest}`;
}

/**
 * Finds out where a daemon for `uri` listens.
 *
 * @param uri `undefined`: the environment's `LIBVIRT_DEFAULT_URI`, else `uri_default` of libvirt.conf, else none
 * @throws TypeError for a URI that is none; ConnectionError for a libvirt.conf that cannot be read
 */
export async function resolveUri(
  uri: string | undefined,
  { readOnly }: { readOnly: boolean },
  host: Host,
): Promise<Endpoint> {
  const meant = await meantUri(uri, CLIENT, host);
  const local = { readOnly, hostname: 'localhost', username: null };
  if (meant === null) {
    const session = !host.root;
    const target = unixTarget(null, null, 'auto', { session, readOnly, host });
    return { uri: null, target, name: '', session, auth: null, mechanism: null, authFile: null, ...local };
  }
  const parsed = parseUri(meant, CLIENT);
  const params = new Params(parsed.params);
  const name = nameOf(parsed, params);
  // Root has the system's daemon alone, and so has a test driver that no transport is named for.
  const own = parsed.path === '/session' || (parsed.driver === 'test' && parsed.transport !== null);
  const session = !host.root && own;
  const config = await optionalConfig(CLIENT.file, host);
  return {
    uri: meant,
    target: findTarget(parsed, params, { host, readOnly, session, config, name }),
    name,
    session,
    ...authOf(params),
    authFile: params.string('authfile'),
    ...local,
    hostname: parsed.server ?? 'localhost',
    username: /ssh/u.test(transportOf(parsed)) ? null : parsed.user,
  };
}
