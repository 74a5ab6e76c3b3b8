import { AuthError, RemoteError, UnsupportedError } from '../errors.js';
import {
  procedures,
  REMOTE_AUTH_NONE,
  REMOTE_AUTH_POLKIT,
  REMOTE_AUTH_SASL,
} from '../protocol/generated/remote/index.js';
import type { CallOptions } from './options.js';
import type { Session } from './session.js';

/** A way to authenticate, as `?auth=` of a URI names it. */
export type AuthMethod = 'none' | 'polkit' | 'sasl';

const NAMES: Readonly<Record<number, AuthMethod>> = {
  [REMOTE_AUTH_NONE]: 'none',
  [REMOTE_AUTH_SASL]: 'sasl',
  [REMOTE_AUTH_POLKIT]: 'polkit',
};

/** The ways that the daemon offers, its favourite first. A daemon that does not know the question asks for none. */
async function listMethods(session: Session, options: CallOptions): Promise<readonly number[]> {
  try {
    return (await session.call(procedures.AUTH_LIST, undefined, options)).types;
  } catch (error) {
    if (error instanceof RemoteError && error.code === 'VIR_ERR_NO_SUPPORT') return [REMOTE_AUTH_NONE];
    throw error;
  }
}

function choose(offered: readonly number[], wanted: AuthMethod | null): AuthMethod {
  const names = offered.map((type) => NAMES[type] ?? `type ${type}`);
  if (wanted === null) {
    const known = offered.map((type) => NAMES[type]).find((name) => name !== undefined);
    if (known !== undefined) return known;
  } else if (names.includes(wanted)) return wanted;
  throw new AuthError(
    `the daemon offers authentication by ${names.join(', ') || 'nothing'}, and ${wanted ?? 'none of that'} ` +
      `${wanted === null ? 'is known to this library' : 'was asked for'}`,
  );
}

/**
 * Proves to the daemon who is calling. Nothing else may be called before.
 *
 * @throws AuthError where it does not believe that, or offers no way to
 */
export async function authenticate(
  session: Session,
  wanted: AuthMethod | null,
  options: CallOptions,
): Promise<AuthMethod> {
  const method = choose(await listMethods(session, options), wanted);
  if (method === 'sasl') {
    throw new UnsupportedError(
      'the daemon asks for authentication by SASL, which this version does not speak; ' +
        'its sockets can be set to polkit or none with auth_unix_rw and auth_unix_ro in libvirtd.conf',
    );
  }
  if (method === 'polkit') await polkit(session, options);
  return method;
}

async function polkit(session: Session, options: CallOptions): Promise<void> {
  try {
    await session.call(procedures.AUTH_POLKIT, undefined, options);
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    throw new AuthError(
      `polkit did not let this process in: ${error.message}. A rule for org.libvirt.unix.manage ` +
        '(org.libvirt.unix.monitor for a read-only connection) can allow its user, and so can membership in the ' +
        'group that the host has such a rule for, often "libvirt"',
      { cause: error },
    );
  }
}
