import { join } from 'node:path';
import { AuthError } from '../../errors.js';
import { configDirectory, type Host, variable } from '../uri/host.js';
import { AuthFileError, credentialsIn } from './auth-file.js';

const FILE = 'auth.conf';
const SYSTEM_FILE = `/etc/libvirt/${FILE}`;

/** What reads a file of this host. @throws the system's error */
async function textOf(path: string, host: Host, named: boolean): Promise<string | null> {
  try {
    const text = await host.readText(path);
    if (text !== null || !named) return text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Like the C client, this one passes by a file that nobody named and that it may not read.
    if (!named && code === 'EACCES') return null;
    throw new AuthError(`${path} cannot be read: ${message}`, { reason: 'credentials', cause: error });
  }
  throw new AuthError(`${path}, which was named as the file of credentials, is not there`, { reason: 'credentials' });
}

/**
 * What the file of credentials has for a host.
 *
 * @param authfile the file that the options name
 * @param uriAuthFile the file that the URI names
 * @throws AuthError for a file that was named and is not there, or that cannot be used
 */
export async function readAuthFile(
  hostname: string,
  { authfile, uriAuthFile }: { readonly authfile: string | undefined; readonly uriAuthFile: string | null },
  host: Host,
): Promise<ReadonlyMap<string, string>> {
  const named = authfile ?? variable(host, 'LIBVIRT_AUTH_FILE') ?? uriAuthFile;
  const paths = named !== null ? [named] : [join(configDirectory(host), FILE), SYSTEM_FILE];
  for (const path of paths) {
    const text = await textOf(path, host, named !== null);
    if (text === null) continue;
    try {
      return credentialsIn(text, 'libvirt', hostname);
    } catch (cause) {
      if (!(cause instanceof AuthFileError)) throw cause;
      const where = cause.line === null ? path : `${path}:${cause.line}`;
      throw new AuthError(`${where}: ${cause.message}`, { reason: 'credentials', cause });
    }
  }
  return new Map();
}
