import { join } from 'node:path';
import { ConnectionError } from '../../errors.js';
import { ConfSyntaxError, type ConfValue, parseConf } from './conf-file.js';
import { configDirectory, type Host } from './host.js';

/** The settings of libvirt.conf, and of its like: what a client does where nothing else says so. */
export interface ClientConfig {
  readonly path: string;
  readonly uriDefault: string | null;
  /** URIs by their aliases. */
  readonly uriAliases: ReadonlyMap<string, string>;
  /** What `mode=` is where a URI does not say. */
  readonly remoteMode: string | null;
  /** What `tls_priority=` is where a URI does not say. */
  readonly tlsPriority: string | null;
}

/**
 * @param file its name in the directory of the client's settings
 * @throws ConnectionError where the file is there and cannot be used: what it would have said is not known then, and
 *   another daemon than the one meant might be connected to
 */
export async function readClientConfig(file: string, host: Host): Promise<ClientConfig> {
  const path = join(configDirectory(host), file);
  try {
    const text = await host.readText(path);
    const values = text === null ? new Map<string, ConfValue>() : parseConf(text);
    return {
      path,
      uriDefault: stringOf(values, 'uri_default'),
      uriAliases: uriAliases(values),
      remoteMode: stringOf(values, 'remote_mode'),
      tlsPriority: stringOf(values, 'tls_priority'),
    };
  } catch (cause) {
    const where = cause instanceof ConfSyntaxError ? `${path}:${cause.line}` : path;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectionError(`${where}: ${why}; correct it, or remove it`, 'ERR_LIBVIRT_CONNECT', false, { cause });
  }
}

/**
 * The settings that a connection can do without: those of a file that this user may not read are none.
 *
 * @throws ConnectionError where the file can be read, and what it says cannot be used
 */
export async function optionalConfig(file: string, host: Host): Promise<ClientConfig> {
  try {
    return await readClientConfig(file, host);
  } catch (error) {
    const { code } = ((error as Error).cause ?? {}) as { code?: string };
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    const path = join(configDirectory(host), file);
    return { path, uriDefault: null, uriAliases: new Map(), remoteMode: null, tlsPriority: null };
  }
}

function stringOf(values: ReadonlyMap<string, ConfValue>, key: string): string | null {
  const value = values.get(key);
  if (value !== undefined && typeof value !== 'string') throw new SyntaxError(`${key} must be a string`);
  return value || null;
}

function uriAliases(values: ReadonlyMap<string, ConfValue>): ReadonlyMap<string, string> {
  const value = values.get('uri_aliases') ?? [];
  if (typeof value === 'bigint' || typeof value === 'string')
    throw new SyntaxError('uri_aliases must be a list of strings');
  return new Map(
    value.map((entry) => {
      const match = /^(?<alias>[\w-]+)=(?<uri>.+)$/su.exec(entry);
      if (match?.groups === undefined) {
        throw new SyntaxError(
          `uri_aliases: ${JSON.stringify(entry)} is not "alias=URI" with an alias of the characters a-Z, 0-9, _ and -`,
        );
      }
      return [match.groups['alias'] as string, match.groups['uri'] as string];
    }),
  );
}
