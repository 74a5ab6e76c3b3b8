import { statSync } from 'node:fs';
import { ConnectionError } from '../../errors.js';
import type { Endpoint } from './resolve.js';
import { shownUri } from './shown.js';

/** A socket that nobody answered on, and the system's error. */
export interface PathFailure {
  readonly path: string;
  readonly error: Error;
}

const codeOf = (error: Error): string => (error as NodeJS.ErrnoException).code ?? '';

/** Linux refuses a connection to a file that is no socket as it refuses one to a socket that nobody listens on. */
function isSocket(path: string): boolean {
  try {
    return statSync(path).isSocket();
  } catch {
    return true;
  }
}

/** What the system's error means for somebody who wants a daemon. */
function meaning({ path, error }: PathFailure): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return `${path} does not exist`;
    case 'ECONNREFUSED':
      return isSocket(path)
        ? `nobody listens on ${path}, which a daemon has left behind`
        : `${path} is not a socket that takes connections`;
    case 'EACCES':
    case 'EPERM':
      return `this user may not open ${path}`;
    default:
      return `${path}: ${error.message}`;
  }
}

/** Whether this user may not open one of the sockets. */
export function isDenied(failures: readonly PathFailure[]): boolean {
  return failures.some(({ error }) => /^E(ACCES|PERM)$/u.test(codeOf(error)));
}

/** Whether there is nobody at any of them. */
export function isNobodyThere(failures: readonly PathFailure[]): boolean {
  return failures.every(({ error }) => /^E(NOENT|CONNREFUSED)$/u.test(codeOf(error)));
}

function advice({ session, readOnly, uri }: Endpoint, failures: readonly PathFailure[]): string {
  if (isDenied(failures)) {
    const reading = readOnly ? '' : ', or connect with readOnly: true if reading is enough';
    return `Run as root or as a member of the group that owns the socket, often "libvirt"${reading}.`;
  }
  if (!isNobodyThere(failures)) return 'Name the socket of a daemon with ?socket=PATH.';
  if (uri?.includes('socket=')) return 'Is that where the daemon listens? Is it running?';
  return session
    ? `Start this user's own daemon, with "libvirtd --daemon", or name its socket with ?socket=PATH.`
    : 'Install and start a daemon (Debian: "apt-get install libvirt-daemon-system", "systemctl start libvirtd"), or name its socket with ?socket=PATH.';
}

/**
 * What is thrown where nobody answered.
 *
 * @param what was to be connected to
 * @param failures everything that was tried
 * @param help what can be done
 */
export function unreachable(what: string, failures: readonly PathFailure[], help: string): ConnectionError {
  const tried = failures.map(meaning).join('; ');
  const [first] = failures;
  const cause =
    failures.length === 1 && first !== undefined
      ? first.error
      : new AggregateError(
          failures.map(({ error }) => error),
          tried,
        );
  return new ConnectionError(`cannot connect to ${what}: ${tried}. ${help}`, 'ERR_LIBVIRT_CONNECT', false, { cause });
}

/**
 * What `connect` throws where nobody answered.
 *
 * @param started what came of a daemon that was started for it
 */
export function connectFailure(
  endpoint: Endpoint,
  failures: readonly PathFailure[],
  started: string | null = null,
): ConnectionError {
  const what = started === null ? '' : `${started}. `;
  return unreachable(
    endpoint.uri === null ? 'a libvirt daemon' : shownUri(endpoint.uri),
    failures,
    what + advice(endpoint, failures),
  );
}
