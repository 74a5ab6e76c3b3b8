import { invalidArgType, invalidArgValue, outOfRange } from '../errors.js';
import { VIR_NET_MESSAGE_NUM_FDS_MAX } from '../protocol/generated/net/index.js';

/** What an XML text consists of besides character data; a comment or a CDATA section may contain what looks like a tag. */
const MARKUP =
  /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)|<!DOCTYPE[^>[]*(?:\[.*?(?:\]\s*>|$)|>|$)|<(?<close>\/?)(?<name>[^\s<>/!?]+)(?<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*?)(?<empty>\/?)>/gsu;

/** What only `withListenFds` may set. */
const TAKEN = /\bname\s*=\s*["'](?<name>LISTEN_(?:FDS|PID|FDNAMES))["']/u;

type Tag = Partial<Record<'name' | 'close' | 'attributes' | 'empty', string>>;

/** Puts `elements` at the end of the domain's `<os>`. @throws TypeError where that is not there, or has them already */
function addToOs(xml: string, elements: string): string {
  const open: string[] = [];
  for (const match of xml.matchAll(MARKUP)) {
    const { name, close, attributes = '', empty } = match.groups as Tag;
    if (name === undefined) continue;
    if (close === '/') {
      if (open.join('/') === 'domain/os') return xml.slice(0, match.index) + elements + xml.slice(match.index);
      open.pop();
      continue;
    }
    const place = [...open, name].join('/');
    const taken = place === 'domain/os/initenv' ? TAKEN.exec(attributes)?.groups?.['name'] : undefined;
    if (taken !== undefined) throw invalidArgValue('xml', `sets ${taken} already`);
    if (empty !== '/') open.push(name);
    else if (place === 'domain/os') {
      const end = match.index + match[0].length;
      return `${xml.slice(0, match.index)}<os${attributes.trimEnd()}>${elements}</os>${xml.slice(end)}`;
    }
  }
  throw invalidArgValue('xml', 'has no <os> element in its <domain>');
}

function checkNames(names: readonly string[]): void {
  for (const [i, name] of names.entries()) {
    if (typeof name !== 'string') throw invalidArgType(`files[${i}]`, 'a string', name);
    if (!/^[\x20-\x7e]{0,255}$/u.test(name) || name.includes(':')) {
      throw invalidArgValue(`files[${i}]`, 'must be at most 255 printable ASCII characters, none of them a colon');
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

  const variables: [name: string, value: string][] = [
    ['LISTEN_FDS', `${count}`],
    ['LISTEN_PID', '1'],
  ];
  // libvirt takes no variable without a value, and systemd takes none for no name at all.
  const joined = names?.join(':') ?? '';
  if (joined !== '') variables.push(['LISTEN_FDNAMES', joined]);
  const elements = variables.map(([name, value]) => `<initenv name='${name}'>${escapeText(value)}</initenv>`).join('');
  return addToOs(xml, elements);
}
