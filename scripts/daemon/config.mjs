// @ts-check

/**
 * @typedef {object} DaemonConfig
 * @property {number} [maxClientRequests] calls of one client that the daemon takes at a time; libvirt's default is 5
 * @property {number} [maxClients] libvirt's default is 5000
 * @property {number} [maxWorkers] libvirt's default is 20
 * @property {number} [keepaliveInterval] seconds between the daemon's pings, −1 for none; libvirt's default is 5
 * @property {number} [keepaliveCount] pings without an answer before the daemon closes; libvirt's default is 5
 * @property {'none' | 'polkit' | 'sasl'} [auth] on the read-write socket; default `none`
 * @property {'none' | 'polkit' | 'sasl'} [authReadOnly] on the read-only socket; default `none`
 * @property {string} [socketMode] permissions of the read-write socket, octal; default `0700`
 * @property {1 | 2 | 3 | 4} [logLevel] 1 debug, 2 info, 3 warnings, 4 errors; default 3
 * @property {{ libvirtd?: string, qemu?: string, lxc?: string, client?: string, admin?: string }} [config] more lines
 *   for `libvirtd.conf`, `qemu.conf`, `lxc.conf`, `libvirt.conf` and `libvirt-admin.conf`; a key that is set above must
 *   not come twice
 */

/** @param {Record<string, string | number | undefined>} settings */
function assignments(settings) {
  return Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${typeof value === 'string' ? JSON.stringify(value) : value}\n`)
    .join('');
}

/**
 * The files of the daemon's configuration directory.
 *
 * @param {'system' | 'session'} mode
 * @param {DaemonConfig} options
 * @returns {Record<string, string>} text by file name
 */
export function configFiles(mode, options) {
  const level = options.logLevel ?? 3;
  const libvirtd = assignments({
    auth_unix_rw: options.auth ?? 'none',
    auth_unix_ro: options.authReadOnly ?? 'none',
    unix_sock_rw_perms: options.socketMode ?? '0700',
    log_level: level,
    log_outputs: `${level}:stderr`,
    max_client_requests: options.maxClientRequests,
    max_clients: options.maxClients,
    max_workers: options.maxWorkers,
    keepalive_interval: options.keepaliveInterval,
    keepalive_count: options.keepaliveCount,
  });
  // Guests run as the daemon does, labelled and confined by nothing, so that they need no set-up of the
  // host, and no trace of them stays in a file's owner or attributes. With `file`, they need no virtlogd.
  const qemu = `${assignments({
    security_driver: 'none',
    ...(mode === 'system' ? { user: '+0', group: '+0' } : {}),
    dynamic_ownership: 0,
    remember_owner: 0,
    stdio_handler: 'file',
  })}namespaces = []\ncgroup_controllers = []\n`;
  const { config = {} } = options;
  return {
    'libvirtd.conf': libvirtd + (config.libvirtd ?? ''),
    'qemu.conf': qemu + (config.qemu ?? ''),
    'lxc.conf': config.lxc ?? '',
    'libvirt.conf': config.client ?? '',
    'libvirt-admin.conf': config.admin ?? '',
  };
}
