import { invalidArgType, invalidArgValue } from '../../errors.js';
import { type Authority, parseAuthority } from './authority.js';
import type { UriKind } from './meant.js';
import { isParam } from './params.js';
import { shownUri } from './shown.js';
import { unescapeText } from './unescape.js';

/** A connection URI's parts. */
export interface ParsedUri extends Authority {
  /** The hypervisor's driver: `'lxc'`. */
  readonly driver: string;
  /** What follows the driver's `+`. */
  readonly transport: string | null;
  readonly path: string;
  readonly fragment: string | null;
  /** What the client knows has a value; what it does not may be empty. */
  readonly params: ReadonlyMap<string, string>;
}

/** The paths that are often written as a server, for want of a slash. */
const PATHS: Readonly<Record<string, readonly string[]>> = { test: ['default'] };
const COMMON_PATHS = ['system', 'session'];

/** `a=b&c=d`, or with `;` between them. A plus sign stands for itself, as in libvirt. */
function parseParams(query: string): ReadonlyMap<string, string> {
  const params = new Map<string, string>();
  for (const part of query.split(/[&;]/u).filter((text) => text !== '')) {
    const [, name = '', value = ''] = /^([^=]*)(?:=(.*))?$/su.exec(part) ?? [];
    const written = unescapeText(name);
    if (written === '') throw invalidArgValue('uri', 'has a parameter without a name');
    // As libvirt has it, those that it knows are known in capitals too.
    const key = isParam(written) ? written.toLowerCase() : written;
    if (value === '' && isParam(key))
      throw invalidArgValue('uri', `has the parameter ${JSON.stringify(key)} without a value`);
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
  if (!uri.isWellFormed()) throw invalidArgValue('uri', 'has half of a surrogate pair, which is no character');
  // What virsh takes for short, too.
  const text = /^xen(:\/\/)?$/iu.test(uri) ? 'xen:///system' : uri;
  const match =
    /^(?<driver>[a-z][\w.-]*)(?:\+(?<transport>[\w.+-]*))?:(?:\/\/(?<authority>[^/?#]*))?(?<path>[^?#]*)(?:\?(?<query>[^#]*))?(?:#(?<fragment>.*))?$/isu.exec(
      text,
    );
  if (match?.groups === undefined) {
    throw invalidArgValue(
      'uri',
      `is ${JSON.stringify(shownUri(uri))}, which is neither a connection URI such as "${example}" nor an alias of ${file}`,
    );
  }
  const { driver = '', transport, authority = '', path = '', query = '', fragment } = match.groups;
  const where = parseAuthority(authority);
  const { server } = where;
  if (server !== null && path === '' && [...COMMON_PATHS, ...(PATHS[driver] ?? [])].includes(server)) {
    throw invalidArgValue(
      'uri',
      `is ${JSON.stringify(shownUri(uri))}, where a slash is missing: ${driver}:///${server}`,
    );
  }
  if (match.groups['authority'] === undefined && path !== '' && !path.startsWith('/')) {
    throw invalidArgValue(
      'uri',
      `is ${JSON.stringify(shownUri(uri))}, where slashes are missing: ${driver}:///${path.replace(/^[^/]*@/u, '')}`,
    );
  }
  return {
    driver: driver.toLowerCase(),
    transport: transport === undefined ? null : transport.toLowerCase(),
    ...where,
    path: unescapeText(path),
    fragment: fragment === undefined ? null : unescapeText(fragment),
    params: parseParams(query),
  };
}
