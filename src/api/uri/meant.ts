import { readClientConfig } from './client-config.js';
import { type Host, variable } from './host.js';

/** A kind of URIs, and where one comes from that is not given. */
export interface UriKind {
  /** The variable of the environment that is asked first. */
  readonly variable: string;
  /** The name of the file that is asked next, and that has the aliases. */
  readonly file: string;
  /** One of them, for messages. */
  readonly example: string;
}

/** URIs of hypervisors. */
export const CLIENT: UriKind = { variable: 'LIBVIRT_DEFAULT_URI', file: 'libvirt.conf', example: 'lxc:///system' };

/** URIs of daemons' admin servers. */
export const ADMIN: UriKind = {
  variable: 'LIBVIRT_ADMIN_DEFAULT_URI',
  file: 'libvirt-admin.conf',
  example: 'libvirtd:///system',
};

/** The URI that is meant: an alias's, or, without one, that of the environment or of the file. `null`: nothing says. */
export async function meantUri(uri: string | undefined, kind: UriKind, host: Host): Promise<string | null> {
  const fallback = uri ?? variable(host, kind.variable);
  // A URI has a colon, and an alias cannot have one: then the file need not be read.
  if (fallback !== null && (typeof fallback !== 'string' || fallback.includes(':'))) return fallback;
  const { uriDefault, uriAliases } = await readClientConfig(kind.file, host);
  const named = fallback ?? uriDefault;
  return named === null ? null : (uriAliases.get(named) ?? named);
}
