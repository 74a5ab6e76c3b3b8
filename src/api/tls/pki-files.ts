import { join } from 'node:path';
import { AuthError } from '../../errors.js';
import type { Host } from '../uri/host.js';

/** Where the keys and certificates are. `null`: there is none. */
export interface PkiPaths {
  readonly ca: string;
  readonly crl: string | null;
  readonly cert: string | null;
  readonly key: string | null;
}

const SYSTEM: Readonly<Record<keyof PkiPaths, string>> = {
  ca: '/etc/pki/CA/cacert.pem',
  crl: '/etc/pki/CA/cacrl.pem',
  cert: '/etc/pki/libvirt/clientcert.pem',
  key: '/etc/pki/libvirt/private/clientkey.pem',
};

function inDirectory(directory: string): Readonly<Record<keyof PkiPaths, string>> {
  return {
    ca: join(directory, 'cacert.pem'),
    crl: join(directory, 'cacrl.pem'),
    cert: join(directory, 'clientcert.pem'),
    key: join(directory, 'clientkey.pem'),
  };
}

/** A certificate and its key are used together, or neither is. */
function identityIn(paths: Readonly<Record<'cert' | 'key', string>>, host: Host): Pick<PkiPaths, 'cert' | 'key'> {
  const { cert, key } = paths;
  return host.exists(cert) && host.exists(key) ? { cert, key } : { cert: null, key: null };
}

/**
 * Where libvirt looks for keys and certificates: in the directory that is named; else in the user's own, and for what is
 * not there in the system's.
 */
export function findPki(pkiPath: string | null, host: Host): PkiPaths {
  const places =
    pkiPath !== null
      ? [inDirectory(pkiPath)]
      : [...(host.root ? [] : [inDirectory(join(host.home, '.pki/libvirt'))]), SYSTEM];
  const last = places.at(-1) as Readonly<Record<keyof PkiPaths, string>>;
  const identities = places.map((place) => identityIn(place, host));
  return {
    ca: places.find(({ ca }) => host.exists(ca))?.ca ?? last.ca,
    crl: places.find(({ crl }) => host.exists(crl))?.crl ?? null,
    ...(identities.find(({ cert }) => cert !== null) ?? { cert: null, key: null }),
  };
}

/** @throws AuthError for a file that is there and cannot be read */
export async function readPki(path: string | null, host: Host): Promise<string | undefined> {
  if (path === null) return undefined;
  try {
    return (await host.readText(path)) ?? undefined;
  } catch (cause) {
    throw new AuthError(`${path} cannot be read: ${(cause as Error).message}`, { reason: 'credentials', cause });
  }
}
