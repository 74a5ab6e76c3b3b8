import { AuthError, RemoteError } from '../errors.js';
import {
  procedures,
  REMOTE_AUTH_NONE,
  REMOTE_AUTH_POLKIT,
  REMOTE_AUTH_SASL,
} from '../protocol/generated/remote/index.js';
import type { CallOptions } from './options.js';
import { polkitFailure } from './polkit.js';
import type { Progress } from './progress.js';
import { NO_CREDENTIALS, type SaslCredentials } from './sasl/credentials.js';
import type { Session } from './session.js';

/** A way to authenticate, as `?auth=` of a URI names it. */
export type AuthMethod = 'none' | 'polkit' | 'sasl';

/** How to authenticate. */
export interface AuthSettings {
  /** `null`: what the daemon likes best. */
  readonly method: AuthMethod | null;
  /** The SASL mechanism. `null`: the best that the daemon offers and that there are credentials for. */
  readonly mechanism: string | null;
  readonly credentials: SaslCredentials;
  /** The daemon's host, by which Kerberos knows it. */
  readonly hostname: string;
}

/** Whatever the daemon likes best that needs no credentials. */
export const WITHOUT_CREDENTIALS: AuthSettings = {
  method: null,
  mechanism: null,
  credentials: NO_CREDENTIALS,
  hostname: 'localhost',
};

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
  const by = `the daemon offers authentication by ${names.join(', ') || 'nothing'}`;
  throw new AuthError(
    wanted === null
      ? `${by}, and this library knows none of that`
      : `${by}, and ${wanted} was asked for: leave auth= out of the URI, or have auth_unix_rw, auth_tcp or auth_tls of its ` +
          'libvirtd.conf say so',
    { reason: 'mechanism' },
  );
}

/**
 * Proves to the daemon who is calling. Nothing else may be called before.
 *
 * @throws AuthError where it does not believe that, or offers no way to
 */
export async function authenticate(
  session: Session,
  settings: AuthSettings,
  options: CallOptions,
  progress: Progress,
): Promise<AuthMethod> {
  const method = choose(await listMethods(session, options), settings.method);
  if (method === 'sasl') await sasl(session, settings, options, progress);
  if (method === 'polkit') await polkit(session, options, progress);
  return method;
}

async function sasl(
  session: Session,
  { mechanism, credentials, hostname }: AuthSettings,
  options: CallOptions,
  progress: Progress,
): Promise<void> {
  // Few daemons ask for it.
  const { saslLogin } = await import('./sasl/login.js');
  const { secure } = session.transport;
  const { layer } = await saslLogin(session, mechanism, { credentials, hostname, secure }, options, progress);
  if (layer !== undefined) session.protect(layer);
  else session.transport.descriptorsApart?.();
}

async function polkit(session: Session, options: CallOptions, progress: Progress): Promise<void> {
  progress.reach('polkit has not said whether it lets this process in: its agent may be asking somebody', true);
  try {
    await session.call(procedures.AUTH_POLKIT, undefined, options);
  } catch (error) {
    throw error instanceof RemoteError ? polkitFailure(error) : error;
  }
}
