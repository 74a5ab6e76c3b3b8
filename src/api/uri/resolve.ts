import { join } from 'node:path';
import { invalidArgValue, UnsupportedError } from '../../errors.js';
import type { AuthMethod } from '../../rpc/authenticate.js';
import { type Host, socketDirectory } from './host.js';
import { CLIENT, meantUri } from './meant.js';
import { type ParsedUri, parseUri } from './parse.js';

/** Where a daemon may listen, and what it is to be told. */
export interface Endpoint {
  /** What was asked for, for messages. `null`: whatever the daemon finds. */
  readonly uri: string | null;
  /** The sockets to try, the best first. */
  readonly paths: readonly string[];
  /** The URI that the daemon is to open. Empty: it finds one out. */
  readonly name: string;
  readonly readOnly: boolean;
  /** Whether it is this user's own daemon. */
  readonly session: boolean;
  readonly auth: AuthMethod | null;
}

/** The parameters that mean something on a UNIX socket; with another transport there are more. */
const PARAMS = ['name', 'socket', 'auth', 'mode'];
const MODES = ['auto', 'legacy', 'direct'];

/** The drivers that a modular daemon may be there for, in the order in which libvirt looks for one. */
const SYSTEM_DRIVERS = ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz'];
const SESSION_DRIVERS = ['qemu', 'vbox'];

function checkParams({ params }: ParsedUri): void {
  for (const name of params.keys()) {
    if (PARAMS.includes(name)) continue;
    throw invalidArgValue(
      'uri',
      `has the parameter ${JSON.stringify(name)}: over a UNIX socket there are ${PARAMS.join(', ')}`,
    );
  }
}

function checkTransport({ driver, transport, server, path }: ParsedUri): void {
  if (server === null && (transport === null || transport === 'unix')) return;
  if (transport === 'unix') {
    throw invalidArgValue('uri', `names the server ${JSON.stringify(server)}, which a UNIX socket does not lead to`);
  }
  throw new UnsupportedError(
    `the transport ${JSON.stringify(transport ?? 'tls')} is not one that this version connects by: it connects to ` +
      `daemons on this host, by UNIX sockets, as ${driver}://${path} does. A socket that ssh -L or the like forwards ` +
      `from another host can be named with ?socket=PATH`,
  );
}

function authOf({ params }: ParsedUri): AuthMethod | null {
  const auth = params.get('auth')?.toLowerCase();
  if (auth === undefined || auth === 'polkit') return auth ?? null;
  if (auth === 'sasl' || auth.startsWith('sasl.')) return 'sasl';
  throw invalidArgValue('uri', `has auth=${auth}: there are polkit, sasl, and sasl.MECHANISM`);
}

/** The sockets of the daemons that may have the driver, as the C client chooses between them. */
function socketPaths(
  driver: string | null,
  mode: string,
  { session, readOnly, host }: { session: boolean; readOnly: boolean; host: Host },
): readonly string[] {
  const directory = socketDirectory(session, host);
  const suffix = readOnly && !session ? 'sock-ro' : 'sock';
  const direct = (name: string): string => join(directory, `virt${name}d-${suffix}`);
  const legacy = join(directory, `libvirt-${suffix}`);
  if (mode === 'legacy') return [legacy];
  if (driver !== null) return mode === 'direct' ? [direct(driver)] : [direct(driver), legacy];
  const there = (session ? SESSION_DRIVERS : SYSTEM_DRIVERS).map(direct).find((path) => host.exists(path));
  return there === undefined ? [legacy] : [there, legacy];
}

/**
 * Finds out where a daemon for `uri` listens.
 *
 * @param uri `undefined`: the environment's `LIBVIRT_DEFAULT_URI`, else `uri_default` of libvirt.conf, else none
 * @throws TypeError for a URI that is none; UnsupportedError for a transport that is not there; ConnectionError for a
 *   libvirt.conf that cannot be read
 */
export async function resolveUri(
  uri: string | undefined,
  { readOnly }: { readOnly: boolean },
  host: Host,
): Promise<Endpoint> {
  const meant = await meantUri(uri, CLIENT, host);
  if (meant === null) {
    const session = !host.root;
    const paths = socketPaths(null, 'auto', { session, readOnly, host });
    return { uri: null, paths, name: '', readOnly, session, auth: null };
  }
  const parsed = parseUri(meant, CLIENT);
  checkTransport(parsed);
  checkParams(parsed);
  const { driver, transport, path, params } = parsed;
  const mode = params.get('mode')?.toLowerCase() ?? 'auto';
  if (!MODES.includes(mode)) throw invalidArgValue('uri', `has mode=${mode}: there are ${MODES.join(', ')}`);
  // Root has the system's daemon alone, and so has a test driver that no transport is named for.
  const session = !host.root && (path === '/session' || (driver === 'test' && transport !== null));
  const socket = params.get('socket');
  return {
    uri: meant,
    paths: socket === undefined ? socketPaths(driver, mode, { session, readOnly, host }) : [socket],
    name: params.get('name') ?? `${driver}://${encodeURI(path)}`,
    readOnly,
    session,
    auth: authOf(parsed),
  };
}
