import type { SecureVersion } from 'node:tls';
import { UnsupportedError } from '../../errors.js';

/** Versions, in GnuTLS's names and in Node's, the oldest first. */
const VERSIONS: readonly (readonly [name: string, version: SecureVersion])[] = [
  ['VERS-TLS1.0', 'TLSv1'],
  ['VERS-TLS1.1', 'TLSv1.1'],
  ['VERS-TLS1.2', 'TLSv1.2'],
  ['VERS-TLS1.3', 'TLSv1.3'],
];

/** What Node has without a word about it. */
const USUAL = ['VERS-TLS1.2', 'VERS-TLS1.3'];

/** What no side has any more. */
const GONE = 'VERS-SSL3.0';

export interface Versions {
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
}

function unsupported(priority: string, why: string): UnsupportedError {
  return new UnsupportedError(
    `tls_priority=${priority} is for GnuTLS, and ${why}: of such strings, TLS here understands NORMAL, followed by ` +
      'versions as :-VERS-TLS1.2, :+VERS-TLS1.3, :-VERS-ALL. For ciphers and the rest, see Node’s --tls-cipher-list',
  );
}

function apply(priority: string, part: string, enabled: Set<string>): void {
  const [, sign = '', name = ''] = /^([-+!]?)(.*)$/su.exec(part) ?? [];
  const removes = sign === '-' || sign === '!';
  if (removes && (name === 'VERS-ALL' || name === 'VERS-TLS-ALL')) enabled.clear();
  else if (removes && name === GONE) return;
  else if (sign === '+' && (name === 'VERS-ALL' || name === 'VERS-TLS-ALL')) {
    for (const [version] of VERSIONS) enabled.add(version);
  } else if (sign !== '' && VERSIONS.some(([version]) => version === name)) {
    if (removes) enabled.delete(name);
    else enabled.add(name);
  } else throw unsupported(priority, `${JSON.stringify(part)} has no counterpart`);
}

/**
 * The versions of TLS that a GnuTLS priority string allows.
 *
 * @throws UnsupportedError for a string that says more than that
 */
export function versionsOf(priority: string | null): Versions {
  if (priority === null) return {};
  const [base, ...parts] = priority.toUpperCase().split(':');
  if (base !== 'NORMAL') throw unsupported(priority, `${JSON.stringify(base)} has no counterpart`);
  const enabled = new Set(USUAL);
  for (const part of parts) apply(priority, part, enabled);
  const versions = VERSIONS.filter(([name]) => enabled.has(name));
  const lowest = VERSIONS.findIndex(([name]) => enabled.has(name));
  const [first] = versions;
  const last = versions.at(-1);
  if (first === undefined || last === undefined) throw unsupported(priority, 'leaves no version of TLS');
  if (VERSIONS[lowest + versions.length - 1] !== last) {
    throw unsupported(priority, 'leaves a version out between two others, which Node cannot');
  }
  return { minVersion: first[1], maxVersion: last[1] };
}
