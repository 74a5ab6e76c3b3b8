import { unlessAborted } from '../../abort.js';
import type { SaslCredentials } from './credentials.js';
import type { Login, SaslMechanism } from './mechanism.js';
import { Plain } from './plain.js';
import type { ScramHash } from './scram/keys.js';
import { Scram } from './scram/scram.js';
import { anonymous, external } from './unproven.js';

/** What the mechanisms of a connection are made of. */
export interface MechanismContext {
  readonly credentials: SaslCredentials;
  /** The daemon's host, by which Kerberos knows it. */
  readonly hostname: string;
  /** Whether the transport keeps secrets: else the mechanism must. */
  readonly secure: boolean;
}

const HASHES: Readonly<Record<string, ScramHash>> = {
  'SCRAM-SHA-1': 'sha1',
  'SCRAM-SHA-256': 'sha256',
  'SCRAM-SHA-512': 'sha512',
};

/**
 * The mechanism of that name, for one login.
 *
 * @throws AuthError where there are no credentials for it
 */
export async function makeMechanism(
  name: string,
  { credentials, hostname, secure }: MechanismContext,
  signal: AbortSignal | undefined,
): Promise<SaslMechanism> {
  const hash = HASHES[name];
  const login = (): Promise<Login> => unlessAborted(credentials.login(name, signal), signal);
  if (hash !== undefined) return new Scram(hash, await login());
  switch (name) {
    case 'PLAIN':
      return new Plain(await login());
    case 'EXTERNAL':
      return external();
    case 'ANONYMOUS':
      return anonymous((await credentials.known()).username ?? 'libvirt-rpc');
    default:
      return gssapi(hostname, secure);
  }
}

/** Few have it: nothing of it is loaded before. */
async function gssapi(hostname: string, secure: boolean): Promise<SaslMechanism> {
  const [{ loadGssLibrary }, { Gssapi }] = await Promise.all([
    import('./gssapi/library.js'),
    import('./gssapi/gssapi.js'),
  ]);
  return new Gssapi(await loadGssLibrary(), hostname, secure);
}
