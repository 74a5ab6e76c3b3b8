import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DaemonOptions } from '../../scripts/daemon/index.mjs';

/** A user's name and password, of a daemon's own. */
export type SaslUsers = Readonly<Record<string, string>>;

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
  const directory = join(folder, `sasl-${mechanisms.join('-')}`);
  mkdirSync(directory);
  const database = join(directory, 'users.db');
  for (const [name, password] of Object.entries(users)) {
    execFileSync('saslpasswd2', ['-p', '-c', '-f', database, '-a', 'libvirt', name], { input: password });
  }
  writeFileSync(
    join(directory, 'libvirt.conf'),
    `mech_list: ${mechanisms.join(' ')}\nsasldb_path: ${database}\nauxprop_plugin: sasldb\n`,
  );
  return { auth: 'sasl', env: { SASL_CONF_PATH: directory }, config: { libvirtd: config } };
}
