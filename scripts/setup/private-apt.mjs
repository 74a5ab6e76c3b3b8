// @ts-check
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from './run.mjs';

const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
const PATIENCE = ['-o', 'Acquire::Retries=5', '-o', 'Acquire::http::Timeout=30', '-o', 'Acquire::https::Timeout=30'];

/** Debian's apt for one suite, which keeps all that it knows below a folder: the system's own knows nothing of it. */
export class PrivateApt {
  #folder;
  #suite;
  #archives;
  /** @type {readonly string[]} */
  #options;

  /** @param {string} folder @param {string} uri where the suite is @param {string} suite */
  constructor(folder, uri, suite) {
    this.#folder = folder;
    this.#suite = suite;
    const lists = join(folder, 'lists');
    this.#archives = join(folder, 'archives');
    for (const path of [join(lists, 'partial'), join(this.#archives, 'partial')]) mkdirSync(path, { recursive: true });
    const sources = join(folder, 'sources.list');
    writeFileSync(sources, `deb ${existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : ''}${uri} ${suite} main\n`);
    const status = join(folder, 'status');
    writeFileSync(status, '');
    const settings = {
      'Dir::Etc::SourceList': sources,
      'Dir::Etc::SourceParts': '/dev/null',
      'Dir::State::Lists': lists,
      // Nothing is installed, for whoever asks what a package needs.
      'Dir::State::status': status,
      'Dir::Cache': folder,
      'APT::Sandbox::User': 'root',
      // A mirror may be behind by longer than the lists of a suite that changes every day are valid.
      'Acquire::Check-Valid-Until': 'false',
    };
    this.#options = [
      '-q',
      '-y',
      ...PATIENCE,
      ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ];
  }

  async update() {
    const args = [...this.#options, '-o', 'APT::Update::Error-Mode=any', 'update'];
    await must(`reading the lists of ${this.#suite}`, 'apt-get', args);
  }

  /**
   * Fetches packages, and nothing of what they need.
   *
   * @param {readonly string[]} packages
   */
  async download(packages) {
    const wanted = packages.map((name) => `${name}/${this.#suite}`);
    const args = [...this.#options, 'download', ...wanted];
    await must(`fetching packages of ${this.#suite}`, 'apt-get', args, { cwd: this.#archives });
  }

  /**
   * Fetches packages with all that they need, down to the C library.
   *
   * @param {readonly string[]} packages
   */
  async downloadWithAll(packages) {
    const args = [...this.#options, '--no-install-recommends', '--download-only', 'install', ...packages];
    await must(`fetching packages of ${this.#suite}`, 'apt-get', args);
  }

  /**
   * Unpacks all that was fetched.
   *
   * @param {string} tree a folder
   * @returns {Promise<readonly string[]>} the packages' files
   */
  async unpack(tree) {
    const packages = readdirSync(this.#archives).filter((file) => file.endsWith('.deb'));
    for (const file of packages) await must(`unpacking ${file}`, 'dpkg-deb', ['-x', join(this.#archives, file), tree]);
    return packages;
  }

  /** Ends the use of it. What was unpacked stays. */
  remove() {
    rmSync(this.#folder, { recursive: true });
  }
}

/**
 * Where this host's apt takes the release from that it runs.
 *
 * @returns {Promise<{ uri: string, release: string }>}
 */
export async function ownSource() {
  if (!existsSync('/usr/bin/apt-get')) throw new Error("this system has no apt-get, and no packages of Debian's");
  const release = /^VERSION_CODENAME=["']?([\w-]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
  const format = '$(CREATED_BY)|$(COMPONENT)|$(RELEASE)|$(REPO_URI)';
  const targets = await must('asking apt for its sources', 'apt-get', ['indextargets', '--format', format]);
  const line = targets.split('\n').find((one) => one.startsWith(`Packages|main|${release}|`));
  if (release === undefined || line === undefined)
    throw new Error(`apt knows no source of this release, ${release ?? 'which has no name'}, and so none of another`);
  return { uri: line.slice(line.lastIndexOf('|') + 1), release };
}
