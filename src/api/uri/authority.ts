import { isIPv6 } from 'node:net';
import { invalidArgValue } from '../../errors.js';
import { unescapeText } from './unescape.js';

/** What a URI says of the host: `user@server:port`. */
export interface Authority {
  readonly user: string | null;
  /** An IPv6 address is without its brackets. */
  readonly server: string | null;
  readonly port: number | null;
}

const MAX_PORT = 65_535;

function serverOf(bracketed: string | undefined, name: string): string | null {
  if (bracketed === undefined) return unescapeText(name) || null;
  const address = unescapeText(bracketed);
  if (!isIPv6(address))
    throw invalidArgValue('uri', `has ${JSON.stringify(address)} for an IPv6 address, which it is not`);
  return address;
}

function portOf(digits: string | undefined): number | null {
  if (digits === undefined || digits === '') return null;
  const port = /^\d{1,5}$/u.test(digits) ? Number(digits) : 0;
  if (port > 0 && port <= MAX_PORT) return port;
  // What is no number may be a password's beginning.
  const shown = /^\d+$/u.test(digits) ? `the port ${digits}` : 'a port that is no number';
  throw invalidArgValue('uri', `has ${shown}: there are 1 to ${MAX_PORT}`);
}

/** @throws TypeError for one that is none, which shows nothing of a password in it */
export function parseAuthority(authority: string): Authority {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? null : authority.slice(0, at);
  if (user?.includes(':')) {
    throw invalidArgValue(
      'uri',
      'has a password before its host, where everybody sees it: give options.auth, or write an auth.conf; a colon that belongs to the name is %3A',
    );
  }
  const match = /^(?:\[(?<address>[^[\]]*)\]|(?<name>[^[\]:]*))(?::(?<port>[^:]*))?$/su.exec(authority.slice(at + 1));
  if (match?.groups === undefined) {
    throw invalidArgValue(
      'uri',
      `has ${JSON.stringify(authority.slice(at + 1))} for a host, which is neither a name nor an address: one of IPv6 stands in brackets`,
    );
  }
  const { address, name = '', port } = match.groups;
  const server = serverOf(address, name);
  if (server !== null && /[\s\p{Cc}/]/u.test(server)) {
    throw invalidArgValue('uri', `has ${JSON.stringify(server)} for a host, which cannot be one's name`);
  }
  return { user: user === null ? null : unescapeText(user) || null, server, port: portOf(port) };
}
