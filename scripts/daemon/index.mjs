// @ts-check
import { chmod, chown, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFiles } from './config.mjs';
import { PrivateDaemon, TREE } from './private-daemon.mjs';

export { DaemonError, PrivateDaemon } from './private-daemon.mjs';

/**
 * @typedef {import('./config.mjs').DaemonConfig & StartOptions} DaemonOptions
 *
 * @typedef {object} StartOptions
 * @property {readonly string[]} [args] more arguments of libvirtd
 * @property {Record<string, string>} [env] more of libvirtd's environment, which has nothing of this process's
 * @property {number} [timeout] milliseconds that it may take to answer; default 30000
 * @property {AbortSignal} [signal] gives the start up
 * @property {string} [tree] where the Debian packages of another release of libvirt are unpacked, which runs instead of the
 *   installed one: only this daemon sees it there, and only root may have that. Default: what LIBVIRT_RPC_TREE says
 * @property {boolean} [privateNetwork] with network interfaces of its own, of which it has none but a loopback at first:
 *   what its virtual networks make, the host does not see. Default: false
 */

/** A UNIX socket's path has at most 107 bytes, and the longest that a daemon makes has about 60 below its directory. */
const LONGEST_PARENT = 30;

const RELEASE = fileURLToPath(new URL('release.sh', import.meta.url));

const NETWORK_NAMESPACE = fileURLToPath(new URL('network-namespace.sh', import.meta.url));

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * @param {DaemonOptions} options
 * @returns {string | undefined}
 * @throws {TypeError} where this process cannot have another release run
 */
function treeOf({ tree = process.env['LIBVIRT_RPC_TREE'] }) {
  if (tree !== undefined && process.geteuid?.() !== 0)
    throw new TypeError('another release of libvirt runs in mounts of its own, which only root may make');
  return tree;
}

/**
 * @param {readonly string[]} directories
 * @param {string | undefined} tree
 * @returns {Promise<string>}
 */
async function makeState(directories, tree) {
  const parent = tmpdir().length <= LONGEST_PARENT ? tmpdir() : '/tmp';
  const state = await mkdtemp(join(parent, 'libvirt-rpc-'));
  // Other users reach the read-only socket; what is private has modes of its own.
  await chmod(state, 0o755);
  for (const directory of directories) await mkdir(join(state, directory), { recursive: true });
  if (tree !== undefined) await symlink(resolve(tree), join(state, TREE));
  return state;
}

/** @param {Record<string, string>} variables */
function withEnvironment(variables) {
  return ['env', '-i', ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)];
}

/**
 * Starts a libvirtd beside whatever the host has: its directories, its mounts and its control groups are its own,
 * and its sockets are reachable from the host. Needs root, and a kernel that grants mounts and control groups.
 *
 * @param {DaemonOptions} [options]
 * @returns {Promise<PrivateDaemon>}
 * @throws {DaemonError} with the log, if it does not come up; nothing of it is left then
 */
export async function startDaemon(options = {}) {
  // Consoles are locked in /run/lock.
  const state = await makeState(['etc', 'run/libvirt', 'run/lock', 'lib', 'cache', 'log'], treeOf(options));
  for (const [name, text] of Object.entries(configFiles('system', options)))
    await writeFile(join(state, 'etc', name), text);
  const environment = {
    PATH,
    LANG: 'C.UTF-8',
    HOME: '/root',
    // The host's systemd would otherwise be asked to keep the containers, out of this daemon's control groups.
    DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/run/no-bus',
    ...options.env,
  };
  return PrivateDaemon.launch({
    mode: 'system',
    state,
    command: [
      ...(options.privateNetwork === true ? ['unshare', '--net', 'sh', NETWORK_NAMESPACE, state] : []),
      ...withEnvironment(environment),
      'libvirtd',
      ...(options.args ?? []),
    ],
    timeout: options.timeout ?? 30_000,
    signal: options.signal,
  });
}

/**
 * Starts an unprivileged libvirtd, as `user` if this process is root's, else as this process's own user.
 *
 * @param {DaemonOptions & { user?: { uid: number, gid: number } }} [options] `user` is by default `nobody`, 65534
 * @returns {Promise<PrivateDaemon>}
 * @throws {DaemonError} with the log, if it does not come up; nothing of it is left then
 */
export async function startSessionDaemon(options = {}) {
  const root = process.geteuid?.() === 0;
  const { uid, gid } = options.user ?? { uid: 65534, gid: 65534 };
  const directories = ['home', 'etc/libvirt', 'run/libvirt', 'cache', 'data', 'log'];
  const tree = treeOf(options);
  const state = await makeState(directories, tree);
  for (const [name, text] of Object.entries(configFiles('session', options))) {
    await writeFile(join(state, 'etc/libvirt', name), text);
  }
  if (root) for (const directory of ['.', 'etc', 'run', ...directories]) await chown(join(state, directory), uid, gid);
  const environment = {
    PATH,
    LANG: 'C.UTF-8',
    HOME: join(state, 'home'),
    XDG_RUNTIME_DIR: join(state, 'run'),
    XDG_CONFIG_HOME: join(state, 'etc'),
    XDG_CACHE_HOME: join(state, 'cache'),
    XDG_DATA_HOME: join(state, 'data'),
    DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${join(state, 'run/no-bus')}`,
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(state, 'run/no-bus')}`,
    ...options.env,
  };
  const identity = root ? [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] : [];
  return PrivateDaemon.launch({
    mode: 'session',
    state,
    command: [
      // Without another release it needs no mounts, which not every kernel grants.
      ...(tree === undefined ? [] : ['unshare', '--mount', '--propagation', 'private', 'sh', RELEASE, state]),
      'setpriv',
      ...identity,
      '--pdeathsig',
      'KILL',
      ...withEnvironment(environment),
      'libvirtd',
      ...(options.args ?? []),
    ],
    timeout: options.timeout ?? 30_000,
    signal: options.signal,
  });
}
