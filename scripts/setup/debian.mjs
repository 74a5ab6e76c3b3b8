// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, tail } from './run.mjs';
import { forgetServices, withoutServices } from './services.mjs';

/** @typedef {import('./index.mjs').Outcome} Outcome */

/** A libvirtd that runs containers and guests, without what emulates the guests. */
export const DEMO_PACKAGES = ['libvirt-daemon', 'libvirt-daemon-driver-lxc', 'libvirt-daemon-driver-qemu'];

/** What the tests need besides: guests and their networks, libvirt's own clients to compare with, and what compiles usocket. */
export const TEST_PACKAGES = [
  ...DEMO_PACKAGES,
  'dnsmasq-base',
  'libvirt-clients',
  'qemu-system-x86',
  'qemu-utils',
  'python3',
  'python3-libvirt',
  'sasl2-bin',
  'libsasl2-modules',
  'libsasl2-modules-gssapi-mit',
  'krb5-kdc',
  'krb5-admin-server',
  'krb5-user',
  'dbus-daemon',
  'polkitd',
  'openssl',
  'openssh-client',
  'openssh-server',
  'netcat-openbsd',
  'make',
  'g++',
];

/**
 * The program that shows, on a system that is not Debian, that a package's counterpart is there.
 *
 * @type {Readonly<Record<string, string>>}
 */
const PROGRAMS = {
  'libvirt-daemon': 'libvirtd',
  'dnsmasq-base': 'dnsmasq',
  'libvirt-clients': 'virsh',
  'qemu-system-x86': 'qemu-system-x86_64',
  'qemu-utils': 'qemu-img',
  python3: 'python3',
  'sasl2-bin': 'saslpasswd2',
  'libsasl2-modules': 'saslpasswd2',
  'libsasl2-modules-gssapi-mit': 'saslpasswd2',
  'krb5-kdc': 'krb5kdc',
  'krb5-admin-server': 'kadmin.local',
  'krb5-user': 'kinit',
  'dbus-daemon': 'dbus-daemon',
  polkitd: 'pkcheck',
  openssl: 'openssl',
  'openssh-client': 'ssh',
  'openssh-server': 'sshd',
  'netcat-openbsd': 'nc',
  make: 'make',
  'g++': 'g++',
};

const APT = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
const ENVIRONMENT = {
  DEBIAN_FRONTEND: 'noninteractive',
  // The services that need restarting are none of this set-up's business.
  NEEDRESTART_SUSPEND: '1',
  LC_ALL: 'C.UTF-8',
};

/** @param {string} program */
function onPath(program) {
  const { PATH = '' } = process.env;
  return [...PATH.split(delimiter), '/usr/sbin', '/sbin'].some((folder) => existsSync(join(folder, program)));
}

/** @param {readonly string[]} packages @returns {Promise<string[]>} */
async function missing(packages) {
  if (!onPath('dpkg-query')) return packages.filter((name) => !onPath(PROGRAMS[name] ?? 'libvirtd'));
  const { output } = await run('dpkg-query', ['-W', '-f', `\${Package} \${db:Status-Status}\n`, ...packages]);
  const lines = new Set(output.split('\n'));
  return packages.filter((name) => !lines.has(`${name} installed`));
}

/**
 * What to do where this set-up may not do it.
 *
 * @param {readonly string[]} packages
 * @param {boolean} debian
 */
function instructions(packages, debian) {
  if (!debian) {
    return `These are missing: ${packages.join(', ')} (as Debian names them).
This set-up installs Debian's packages, and this system has no apt-get. Install their counterparts, and run it again.`;
  }
  return `These Debian packages are missing, and only root may install them:

    sudo apt-get update
    sudo apt-get install --no-install-recommends ${packages.join(' ')}

Run them and try again, or run the whole command as root. A libvirtd of the host's own is not started or touched.`;
}

/**
 * Installs the packages that are missing, and starts none of their services.
 *
 * @param {readonly string[]} packages
 * @returns {Promise<Outcome>}
 * @throws {Error} that says what to do, where this process may not
 */
export async function ensureDebianPackages(packages) {
  const root = process.geteuid?.() === 0;
  if (root) forgetServices();
  const wanted = await missing(packages);
  if (wanted.length === 0) return { changed: false, what: 'all there' };
  const debian = onPath('apt-get');
  if (!root || !debian) throw new Error(instructions(wanted, debian));
  await withoutServices(() => install(wanted));
  const still = await missing(wanted);
  if (still.length > 0) throw new Error(`apt-get has ended well, and these are not installed: ${still.join(', ')}`);
  return { changed: true, what: `installed ${wanted.join(', ')}` };
}

/** @param {readonly string[]} packages */
async function install(packages) {
  /** @param {string} command @param {readonly string[]} args */
  const system = (command, args) => run(command, args, { env: ENVIRONMENT, uninterruptible: true });
  // Finishes what an interrupted installation has left; otherwise apt-get would refuse to begin.
  await system('dpkg', ['--configure', '-a']);
  // One source of the host's that does not answer need not matter: the installation shows.
  const update = await system('apt-get', [...APT, 'update']);
  const { status, output } = await system('apt-get', [...APT, 'install', '--no-install-recommends', ...packages]);
  if (status === 0) return;
  throw new Error(
    `installing Debian packages failed: apt-get install ${packages.join(' ')} ended with ${status}\n` +
      `${update.status === 0 ? '' : `${tail(update.output, 15)}\n`}${tail(output)}`,
  );
}
