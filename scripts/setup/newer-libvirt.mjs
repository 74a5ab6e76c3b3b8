// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './run.mjs';

/** @typedef {import('./index.mjs').Outcome} Outcome */

/**
 * What makes a libvirtd with its drivers, where each has a package of its own. Without that of virtual networks: since 10.4
 * the daemon does not start with it where there is neither iptables nor nft, which nothing else here needs.
 */
const PACKAGES = [
  'libvirt0',
  'libvirt-common',
  'libvirt-daemon',
  'libvirt-daemon-common',
  ...['interface', 'lxc', 'nodedev', 'nwfilter', 'qemu', 'secret', 'storage'].map(
    (driver) => `libvirt-daemon-driver-${driver}`,
  ),
];

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const PATIENCE = ['-o', 'Acquire::Retries=5', '-o', 'Acquire::http::Timeout=30', '-o', 'Acquire::https::Timeout=30'];

/** @param {string} root */
const places = (root) => ({
  folder: join(root, '.cache/newer-libvirt'),
  partial: join(root, '.cache/newer-libvirt.partial'),
  reason: join(root, '.cache/newer-libvirt.reason'),
});

/**
 * The newer libvirt that `ensureNewerLibvirt` has left below a folder.
 *
 * @param {string} root
 * @returns {{ tree: string, version: string } | { reason: string }} where its packages are unpacked, or why it is not there
 */
export function newerLibvirt(root) {
  const { folder, reason } = places(root);
  if (existsSync(folder))
    return { tree: join(folder, 'tree'), version: readFileSync(join(folder, 'version'), 'utf8').trim() };
  if (existsSync(reason)) return { reason: readFileSync(reason, 'utf8').trim() };
  return { reason: 'nobody has looked for a newer libvirt: `npm test -- integration` does' };
}

/**
 * Unpacks the libvirt of this release's backports below `.cache`, unless it is there: nothing of it is installed, and apt
 * keeps its lists where it keeps them for nobody else. That there is none to be had fails the tests that are about it, not
 * the set-up; why, `newerLibvirt` tells them.
 *
 * @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function ensureNewerLibvirt(root) {
  const { folder, partial, reason } = places(root);
  const had = newerLibvirt(root);
  if ('version' in had) return { changed: false, what: `${had.version} is there` };
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    const version = await obtain(partial);
    renameSync(partial, folder);
    rmSync(reason, { force: true });
    return { changed: true, what: `unpacked ${version}` };
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'Interrupted') throw error;
    rmSync(partial, { recursive: true, force: true });
    writeFileSync(reason, `${error.message}\n`);
    return { changed: false, what: `not to be had: ${error.message.split('\n', 1)[0]}` };
  }
}

/** @param {string} folder @returns {Promise<string>} the version */
async function obtain(folder) {
  if (!existsSync('/usr/bin/apt-get')) throw new Error("this system has no apt-get, and no backports of Debian's");
  const { uri, suite } = await backports();
  const lists = join(folder, 'lists');
  const cache = join(folder, 'cache');
  const packages = join(folder, 'packages');
  for (const path of [join(lists, 'partial'), join(cache, 'archives/partial'), packages])
    mkdirSync(path, { recursive: true });
  const sources = join(folder, 'sources.list');
  writeFileSync(sources, `deb ${existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : ''}${uri} ${suite} main\n`);
  const settings = {
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': lists,
    'Dir::Cache': cache,
    'APT::Sandbox::User': 'root',
  };
  const apt = ['-q', ...PATIENCE, ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
  await must(`reading the lists of ${suite}`, 'apt-get', [...apt, '-o', 'APT::Update::Error-Mode=any', 'update']);
  const wanted = PACKAGES.map((name) => `${name}/${suite}`);
  await must(`fetching the libvirt of ${suite}`, 'apt-get', [...apt, 'download', ...wanted], { cwd: packages });
  for (const name of readdirSync(packages))
    await must(`unpacking ${name}`, 'dpkg-deb', ['-x', join(packages, name), join(folder, 'tree')]);
  const version = /^libvirt0_([\d.]+)/m.exec(readdirSync(packages).join('\n'))?.[1];
  if (version === undefined) throw new Error(`apt-get download has left no libvirt0 of ${suite}`);
  for (const path of [lists, cache, packages, sources]) rmSync(path, { recursive: true });
  writeFileSync(join(folder, 'version'), `${version}\n`);
  return version;
}

/** Where this host's apt takes the release from that it runs: the backports are beside it. */
async function backports() {
  const release = /^VERSION_CODENAME=["']?([\w-]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  const format = '$(CREATED_BY)|$(COMPONENT)|$(RELEASE)|$(REPO_URI)';
  const targets = await must('asking apt for its sources', 'apt-get', ['indextargets', '--format', format]);
  const line = targets.split('\n').find((one) => one.startsWith(`Packages|main|${release}|`));
  if (release === undefined || line === undefined)
    throw new Error(
      `apt knows no source of this release, ${release ?? 'which has no name'}, and so none of its backports`,
    );
  return { uri: line.slice(line.lastIndexOf('|') + 1), suite: `${release}-backports` };
}
