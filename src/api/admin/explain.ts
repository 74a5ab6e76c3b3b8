import { readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuthError, ConnectionError } from '../../errors.js';
import { isDenied, isNobodyThere, type PathFailure, unreachable } from '../uri/explain.js';
import { ADMIN_SUFFIX, type AdminEndpoint } from '../uri/resolve-admin.js';

/** The URIs of the admin servers that have their sockets beside this one. */
function neighbours({ socket, session }: AdminEndpoint): string[] {
  try {
    const names = readdirSync(dirname(socket)).filter((name) => name.endsWith(ADMIN_SUFFIX));
    return names
      .map((name) => name.slice(0, -ADMIN_SUFFIX.length))
      .sort()
      .map((name) => `${name === 'libvirt' ? 'libvirtd' : name}:///${session ? 'session' : 'system'}`);
  } catch {
    return [];
  }
}

function advice(endpoint: AdminEndpoint, failures: readonly PathFailure[]): string {
  const { daemon, session, named, uri } = endpoint;
  if (isDenied(failures)) {
    return session || named
      ? 'An admin server lets in only the user that its daemon runs as: become that user.'
      : `An admin server lets in only the user that its daemon runs as: run as root, or name this user's own daemon, as ${daemon}:///session does.`;
  }
  if (!isNobodyThere(failures)) return 'Name the admin socket of a daemon with ?socket=PATH.';
  if (named) return 'Is that the admin socket of a daemon? Is it running?';
  const others = neighbours(endpoint).filter((other) => other !== uri);
  if (others.length > 0) return `There are admin sockets of ${others.join(', ')}: is one of them meant?`;
  return session
    ? `Start this user's own daemon, with "${daemon} --daemon", or name its admin socket with ?socket=PATH.`
    : `Start the daemon ("systemctl start ${daemon}"), or name its admin socket with ?socket=PATH.`;
}

/** What `connectAdmin` throws where nobody answered. */
export function adminFailure(endpoint: AdminEndpoint, failures: readonly PathFailure[]): ConnectionError {
  return unreachable(endpoint.uri, failures, advice(endpoint, failures));
}

function ownerOf(path: string): number | null {
  try {
    return statSync(path).uid;
  } catch {
    return null;
  }
}

/**
 * An admin server that does not like a client's user hangs up without a word.
 *
 * @returns what to throw for `error`, which opening the connection has thrown
 */
export function explained({ uri, socket }: AdminEndpoint, error: unknown): unknown {
  const user = process.geteuid?.();
  const owner = ownerOf(socket);
  if (!(error instanceof ConnectionError) || owner === null || owner === user) return error;
  return new AuthError(
    `${uri} hung up: an admin server lets in only the user that its daemon runs as. ${socket} is of user ${owner}, ` +
      `and this process is user ${user}'s`,
    { cause: error },
  );
}
