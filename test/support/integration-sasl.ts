import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DaemonOptions } from '../../scripts/daemon/index.mjs';

/** A user's name and password, of a daemon's own. */
export type SaslUsers = Readonly<Record<string, string>>;

const DATABASE = 'users.db';

/** Where a daemon's settings of SASL and its users are. */
export function saslFolder(folder: string, mechanisms: readonly string[]): string {
  return join(folder, `sasl-${mechanisms.join('-')}`);
}

/** Gives a user a password, or another one. @param directory that of `saslFolder` */
export function setSaslPassword(directory: string, name: string, password: string): void {
  const args = ['-p', '-c', '-f', join(directory, DATABASE), '-a', 'libvirt', name];
  execFileSync('saslpasswd2', args, { input: password });
}

/**
 * What a daemon is started with so that it asks for SASL.
 *
 * @param folder where it has its users
 * @param mechanisms what it offers
 * @param config more lines of libvirtd.conf
 */
export function saslDaemon(
  folder: string,
  mechanisms: readonly string[],
  users: SaslUsers,
  config = '',
): DaemonOptions {
  const directory = saslFolder(folder, mechanisms);
  mkdirSync(directory);
  for (const [name, password] of Object.entries(users)) setSaslPassword(directory, name, password);
  writeFileSync(
    join(directory, 'libvirt.conf'),
    `mech_list: ${mechanisms.join(' ')}\nsasldb_path: ${join(directory, DATABASE)}\nauxprop_plugin: sasldb\n`,
  );
  return { auth: 'sasl', env: { SASL_CONF_PATH: directory }, config: { libvirtd: config } };
}
