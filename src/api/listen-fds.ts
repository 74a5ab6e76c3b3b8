import { invalidArgType, invalidArgValue, outOfRange } from '../errors.js';
import { VIR_NET_MESSAGE_NUM_FDS_MAX } from '../protocol/generated/net/index.js';

/** What an XML text consists of besides character data; a comment or a CDATA section may contain what looks like a tag. */
const MARKUP =
  /<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<!DOCTYPE[^>]*>|<(?<close>\/?)(?<name>[^\s/>!?]+)(?:[^>"']|"[^"]*"|'[^']*')*?(?<empty>\/?)>/gsu;

/** Where a domain's `<os>` ends: its end tag, or, with nothing in it, itself. */
interface OsEnd {
  readonly at: number;
  readonly length: number;
  readonly empty: boolean;
}

function findOs(xml: string): OsEnd {
  const open: string[] = [];
  for (const match of xml.matchAll(MARKUP)) {
    const { name, close, empty } = match.groups as { name?: string; close?: string; empty?: string };
    if (name === undefined) continue;
    const place = `${open.join('/')}/${name}`;
    if (close === '/') {
      open.pop();
      if (`${open.join('/')}/${name}` === 'domain/os') return { at: match.index, length: 0, empty: false };
    } else if (empty === '/') {
      if (place === 'domain/os') return { at: match.index, length: match[0].length, empty: true };
    } else open.push(name);
  }
  throw invalidArgValue('xml', 'has no <os> element in its <domain>');
}

function checkNames(names: readonly string[]): void {
  for (const [i, name] of names.entries()) {
    if (typeof name !== 'string') throw invalidArgType(`names[${i}]`, 'a string', name);
    if (!/^[\x20-\x7e]{0,255}$/u.test(name) || name.includes(':')) {
      throw invalidArgValue(`names[${i}]`, 'must be at most 255 printable ASCII characters, none of them a colon');
    }
  }
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * A container's description whose init is told, by systemd's protocol, how many descriptors it has from 3 on: with
 * `LISTEN_FDS`, `LISTEN_PID` (1, which init is in its container) and, where there are names, `LISTEN_FDNAMES` in its
 * environment. See [sd_listen_fds](https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html).
 *
 *     await connection.domainCreateXMLWithFiles(withListenFds(xml, ['http', 'log']), [server, log]);
 *
 * A container that reboots keeps its environment and has lost its descriptors.
 *
 * @param xml a domain's description, with an `<os>` that says nothing of these variables yet
 * @param files how many descriptors there are, or the name of each
 * @throws TypeError, RangeError
 */
export function withListenFds(xml: string, files: number | readonly string[]): string {
  if (typeof xml !== 'string') throw invalidArgType('xml', 'a string', xml);
  const names = Array.isArray(files) ? (files as readonly string[]) : null;
  const count = names === null ? files : names.length;
  if (typeof count !== 'number') throw invalidArgType('files', 'a number, or an array of names', files);
  if (!Number.isInteger(count) || count < 0 || count > VIR_NET_MESSAGE_NUM_FDS_MAX) {
    throw outOfRange('files', `from 0 to ${VIR_NET_MESSAGE_NUM_FDS_MAX} descriptors`, count);
  }
  if (names !== null) checkNames(names);
  const taken = /<initenv\b[^>]*\bname\s*=\s*["'](?<name>LISTEN_(?:FDS|PID|FDNAMES))["']/u.exec(xml);
  if (taken !== null) throw invalidArgValue('xml', `sets ${taken.groups?.['name']} already`);

  const variables: [name: string, value: string][] = [
    ['LISTEN_FDS', `${count}`],
    ['LISTEN_PID', '1'],
  ];
  if (names !== null) variables.push(['LISTEN_FDNAMES', names.join(':')]);
  const elements = variables.map(([name, value]) => `<initenv name='${name}'>${escapeText(value)}</initenv>`).join('');
  const { at, length, empty } = findOs(xml);
  return `${xml.slice(0, at)}${empty ? `<os>${elements}</os>` : elements}${xml.slice(at + length)}`;
}
