import { createSecureContext, type SecureContext } from 'node:tls';
import { AuthError } from '../../errors.js';
import type { Host } from '../uri/host.js';
import type { TlsTarget } from '../uri/target.js';
import type { TlsMaterial, TlsOptions } from './options.js';
import { findPki, readPki } from './pki-files.js';
import { versionsOf } from './priority.js';
import { checkSanity, type Named } from './sanity.js';

/** How a TLS connection is to be made. */
export interface TlsPlan {
  readonly secureContext: SecureContext;
  readonly hostname: string;
  readonly servername: string | undefined;
  readonly verify: boolean;
  /** What this client shows, for messages. `null`: nothing. */
  readonly certificate: string | null;
}

const GIVEN = 'options.tls';

/** What is given, or else what is in a file, with its name. */
async function material(
  name: 'ca' | 'cert' | 'key' | 'crl',
  given: TlsMaterial | undefined,
  path: string | null,
  host: Host,
): Promise<Named | null> {
  if (given !== undefined) return { what: `${GIVEN}.${name}`, pem: given };
  const pem = await readPki(path, host);
  return pem === undefined ? null : { what: `${path}`, pem };
}

/** As Node takes it. */
function forNode(named: Named | null): string | Buffer | (string | Buffer)[] | undefined {
  if (named === null) return undefined;
  const { pem } = named;
  const piece = (one: string | Uint8Array): string | Buffer => (typeof one === 'string' ? one : Buffer.from(one));
  return typeof pem === 'string' || pem instanceof Uint8Array ? piece(pem) : pem.map(piece);
}

/**
 * Makes a connection's plan: with what was given, or else with what is where libvirt keeps it.
 *
 * @throws AuthError for what is missing, cannot be read or cannot be used; UnsupportedError for a `tls_priority` that Node
 *   has no counterpart of
 */
export async function planTls(target: TlsTarget, options: TlsOptions, host: Host): Promise<TlsPlan> {
  const versions = versionsOf(target.priority);
  const paths = findPki(target.pkiPath, host);
  const [ca, crl, cert, key] = await Promise.all([
    material('ca', options.ca, paths.ca, host),
    material('crl', options.crl, paths.crl, host),
    material('cert', options.cert, paths.cert, host),
    material('key', options.key, paths.key, host),
  ]);
  if (ca === null && target.verify) {
    throw new AuthError(
      `nothing tells whom to trust: ${paths.ca} is not there. Put the certificate of the authority that has signed the ` +
        'daemon’s there, name its directory by pkipath=, or give it as options.tls.ca',
      { reason: 'credentials' },
    );
  }
  if (target.sanity) checkSanity(ca, cert);
  return {
    hostname: target.host,
    verify: target.verify,
    servername: options.servername,
    certificate: cert?.what ?? null,
    secureContext: contextOf({ ca, crl, cert, key }, options.passphrase, versions),
  };
}

function contextOf(
  { ca, crl, cert, key }: Readonly<Record<'ca' | 'crl' | 'cert' | 'key', Named | null>>,
  passphrase: string | undefined,
  versions: ReturnType<typeof versionsOf>,
): SecureContext {
  try {
    return createSecureContext({
      // Nobody but who is named: not the authorities of the web.
      ca: forNode(ca) ?? [],
      crl: forNode(crl),
      cert: forNode(cert),
      key: forNode(key),
      passphrase,
      ...versions,
    });
  } catch (cause) {
    const used = [ca, crl, cert, key].flatMap((one) => (one === null ? [] : [one.what]));
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AuthError(`TLS cannot be set up with ${used.join(', ')}: ${why}`, { reason: 'credentials', cause });
  }
}
