import { invalidArgType, invalidArgValue } from '../../errors.js';
import type { UriKind } from './meant.js';

/** A connection URI's parts. */
export interface ParsedUri {
  /** The hypervisor's driver: `'lxc'`. */
  readonly driver: string;
  /** What follows the driver's `+`. */
  readonly transport: string | null;
  readonly server: string | null;
  readonly path: string;
  readonly params: ReadonlyMap<string, string>;
}

/** The paths that are often written as a server, for want of a slash. */
const PATHS: Readonly<Record<string, readonly string[]>> = { test: ['default'] };
const COMMON_PATHS = ['system', 'session'];

function unescapeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgValue('uri', `has a percent sign that begins no character: ${JSON.stringify(text)}`);
  }
}

/** `a=b&c=d`, or with `;` between them. A plus sign stands for itself, as in libvirt. */
function parseParams(query: string): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  for (const part of query.split(/[&;]/u).filter((text) => text !== '')) {
    const [, name = '', value] = /^([^=]*)(?:=(.*))?$/su.exec(part) ?? [];
    const key = unescapeText(name);
    if (!value) throw invalidArgValue('uri', `has the parameter ${JSON.stringify(key)} without a value`);
    if (params.has(key)) throw invalidArgValue('uri', `has the parameter ${JSON.stringify(key)} more than once`);
    params.set(key, unescapeText(value));
  }
  return params;
}

/**
 * Takes a [connection URI](https://libvirt.org/uri.html) apart.
 *
 * @throws TypeError that says how it should have been written
 */
export function parseUri(uri: string, { example, file }: UriKind): ParsedUri {
  if (typeof uri !== 'string') throw invalidArgType('uri', 'a string, null or undefined', uri);
  // What virsh takes for short, too.
  const text = /^xen(:\/\/)?$/iu.test(uri) ? 'xen:///system' : uri;
  const match =
    /^(?<driver>[a-z][\w.-]*)(?:\+(?<transport>[\w.+-]*))?:(?:\/\/(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#.*)?$/isu.exec(
      text,
    );
  if (match?.groups === undefined) {
    throw invalidArgValue(
      'uri',
      `is ${JSON.stringify(uri)}, which is neither a connection URI such as "${example}" nor an alias of ${file}`,
    );
  }
  const { driver = '', transport, authority, path = '', query = '' } = match.groups;
  const server = authority || null;
  if (server !== null && path === '' && [...COMMON_PATHS, ...(PATHS[driver] ?? [])].includes(server)) {
    throw invalidArgValue('uri', `is ${JSON.stringify(uri)}, where a slash is missing: ${driver}:///${server}`);
  }
  if (authority === undefined && path !== '' && !path.startsWith('/')) {
    throw invalidArgValue('uri', `is ${JSON.stringify(uri)}, where slashes are missing: ${driver}:///${path}`);
  }
  return {
    driver: driver.toLowerCase(),
    transport: transport === undefined ? null : transport.toLowerCase(),
    server,
    path: unescapeText(path),
    params: parseParams(query),
  };
}
