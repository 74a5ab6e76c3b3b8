import { join } from 'node:path';
import { invalidArgValue, UnsupportedError } from '../../errors.js';
import { type Host, socketDirectory } from './host.js';
import { ADMIN, meantUri } from './meant.js';
import { type ParsedUri, parseUri } from './parse.js';

/** Where a daemon's admin server may listen. */
export interface AdminEndpoint {
  /** What was asked for, or what stands for nothing. */
  readonly uri: string;
  readonly socket: string;
  /** The daemon's name: `'libvirtd'`, `'virtqemud'`, … */
  readonly daemon: string;
  /** Whether it is this user's own daemon. */
  readonly session: boolean;
  /** Whether the URI names the socket itself. */
  readonly named: boolean;
}

/** What the name of every admin socket ends with. */
export const ADMIN_SUFFIX = '-admin-sock';

function checkTransport({ transport, server }: ParsedUri): void {
  if (server === null && (transport === null || transport === 'unix')) return;
  throw new UnsupportedError(
    'a daemon has its admin server on a UNIX socket alone: a URI for it names neither a host nor another transport. ' +
      'A socket that ssh -L or the like forwards from another host can be named with ?socket=PATH',
  );
}

function socketOf({ driver, path }: ParsedUri, host: Host): string {
  if (!/^(libvirtd|virt.*)$/u.test(driver)) {
    throw invalidArgValue(
      'uri',
      `is for ${JSON.stringify(driver)}, which is no daemon: its admin server is at libvirtd:///system, or, of a modular daemon, at virtqemud:///system and the like`,
    );
  }
  if (path !== '/system' && path !== '/session') {
    throw invalidArgValue('uri', `has the path ${JSON.stringify(path)}: there are /system and /session`);
  }
  // The monolithic daemon's sockets are not called after it.
  const prefix = driver === 'libvirtd' ? 'libvirt' : driver;
  return join(socketDirectory(path === '/session', host), `${prefix}${ADMIN_SUFFIX}`);
}

/**
 * Finds out where the admin server for `uri` listens.
 *
 * @param uri `undefined`: the environment's `LIBVIRT_ADMIN_DEFAULT_URI`, else `uri_default` of libvirt-admin.conf, else
 *   the monolithic daemon's, root's for root and else the user's own
 * @throws TypeError for a URI that is none; UnsupportedError for a transport that is not there; ConnectionError for a
 *   libvirt-admin.conf that cannot be read
 */
export async function resolveAdminUri(uri: string | undefined, host: Host): Promise<AdminEndpoint> {
  const meant = (await meantUri(uri, ADMIN, host)) ?? (host.root ? 'libvirtd:///system' : 'libvirtd:///session');
  const parsed = parseUri(meant, ADMIN);
  checkTransport(parsed);
  const { driver, path, params } = parsed;
  const unknown = [...params.keys()].find((name) => name !== 'socket');
  if (unknown !== undefined) {
    throw invalidArgValue('uri', `has the parameter ${JSON.stringify(unknown)}: for an admin server there is socket`);
  }
  const socket = params.get('socket');
  return {
    uri: meant,
    socket: socket ?? socketOf(parsed, host),
    daemon: driver,
    session: path === '/session',
    named: socket !== undefined,
  };
}
