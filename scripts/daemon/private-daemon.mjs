// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { untilAnswering } from './probe.mjs';

/** The link, below a daemon's own directory, that leads to another release of libvirt. */
export const TREE = 'tree';

const JANITOR = fileURLToPath(new URL('janitor.sh', import.meta.url));

/**
 * Makes the janitor the parent of every process of the daemon's that loses its own, by
 * `prctl(PR_SET_CHILD_SUBREAPER, 1)`: then none stays a zombie, whatever the host's first process does about orphans.
 * A shell cannot say that, and Debian is never without Perl.
 */
const SUBREAPER = 'syscall($ARGV[0] + 0, 36, 1, 0, 0, 0) == 0 or die "prctl: $!\n"; shift; exec @ARGV or die "$!\n"';

/** The number of `prctl`, by architecture. */
const PRCTL = { x64: 157, arm64: 167 };

/** @returns {string[]} */
function asSubreaper() {
  const number = PRCTL[/** @type {keyof typeof PRCTL} */ (process.arch)];
  return number === undefined || !existsSync('/usr/bin/perl') ? [] : ['/usr/bin/perl', '-e', SUBREAPER, `${number}`];
}

/** A daemon that did not start, or did not go away. */
export class DaemonError extends Error {
  /** @override */
  name = 'DaemonError';

  /**
   * @param {string} message
   * @param {string} log what the daemon and its janitor wrote
   * @param {ErrorOptions} [options]
   */
  constructor(message, log, options) {
    super(log === '' ? message : `${message}\n${log}`, options);
    this.log = log;
  }
}

/**
 * @typedef {object} LaunchOptions
 * @property {'system' | 'session'} mode
 * @property {string} state the daemon's own directory, removed when it stops
 * @property {readonly string[]} command
 * @property {number} timeout milliseconds until the daemon must answer
 * @property {AbortSignal | undefined} signal gives the start up
 */

/** A libvirtd that is this process's own. When this process ends, however it ends, so does the daemon. */
export class PrivateDaemon {
  /** libvirtd's own, as the host sees it; its children are found by `processes()`. */
  pid = 0;
  /** @type {import('node:child_process').ChildProcessByStdio<import('node:stream').Writable, import('node:stream').Readable, import('node:stream').Readable>} */
  #janitor;
  #complaints = '';
  /** @type {Promise<number>} */
  #exited;
  /** @type {(status: number) => void} */
  #exit = () => {};
  /** @type {() => void} */
  #started = () => {};
  /** @type {Promise<void> | undefined} */
  #stopped;

  /**
   * @param {LaunchOptions} options
   * @returns {Promise<PrivateDaemon>}
   */
  static async launch(options) {
    const daemon = new PrivateDaemon(options);
    try {
      await daemon.#start(options);
      return daemon;
    } catch (error) {
      const log = await daemon.logs().catch(() => '');
      await daemon.stop().catch(() => {});
      const why = /** @type {Error} */ (error);
      throw new DaemonError(`libvirtd did not start: ${why.message}`, (daemon.#complaints + log).trim(), {
        cause: why,
      });
    }
  }

  /** @param {LaunchOptions} options */
  constructor({ mode, state, command }) {
    this.mode = mode;
    this.state = state;
    const directory = join(state, 'run/libvirt');
    this.socket = join(directory, 'libvirt-sock');
    /** A session daemon has none. */
    this.readOnlySocket = mode === 'system' ? join(directory, 'libvirt-sock-ro') : null;
    this.adminSocket = join(directory, 'libvirt-admin-sock');
    // A session of its own, so that Ctrl-C at a terminal reaches this process alone.
    const [program = '', ...args] = [...asSubreaper(), '/bin/sh', JANITOR, state, mode, ...command];
    this.#janitor = spawn(program, args, {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#janitor.stderr.setEncoding('utf8').on('data', (text) => {
      this.#complaints += text;
    });
    const lines = createInterface({ input: this.#janitor.stdout });
    this.#exited = this.#nextExit();
    lines.on('line', (line) => {
      const [what, number] = line.split(' ');
      if (what === 'exit') this.#exit(Number(number));
      if (what !== 'pid') return;
      this.pid = Number(number);
      this.#started();
    });
    lines.once('close', () => this.#exit(137));
    this.#hold(false);
  }

  /** @returns {Promise<number>} */
  #nextExit() {
    return new Promise((resolve) => {
      this.#exit = resolve;
    });
  }

  /**
   * Starts libvirtd again, once it has ended: with the same configuration, on the same sockets.
   *
   * @param {{ timeout?: number, signal?: AbortSignal, tree?: string | null }} [options] `timeout`: milliseconds that it may
   *   take to answer; default 30000. `tree`: as for `startDaemon`, null for what is installed; default: what it was
   * @returns {Promise<void>}
   */
  async restart({ timeout = 30_000, signal, tree } = {}) {
    await this.untilExit();
    if (tree !== undefined) await this.#use(tree);
    this.#exited = this.#nextExit();
    /** @type {Promise<void>} */
    const started = new Promise((resolve) => {
      this.#started = resolve;
    });
    this.#hold(true);
    this.#janitor.stdin.write('again\n');
    await started;
    await this.#start({ timeout, signal });
  }

  /** @param {string | null} tree */
  async #use(tree) {
    if (this.mode === 'session') throw new TypeError('a session daemon stays of the release that it was started of');
    await rm(join(this.state, TREE), { force: true });
    if (tree !== null) await symlink(tree, join(this.state, TREE));
  }

  /** @param {Pick<LaunchOptions, 'timeout' | 'signal'>} options */
  async #start({ timeout, signal }) {
    const giveUp = new AbortController();
    const limit = AbortSignal.timeout(timeout);
    const signals = AbortSignal.any([giveUp.signal, limit, ...(signal === undefined ? [] : [signal])]);
    this.#exited.then((status) => giveUp.abort(new Error(`it ended with status ${status}`)));
    this.#hold(true);
    try {
      await untilAnswering(this.socket, signals);
    } catch (error) {
      throw signals.aborted ? signals.reason : error;
    } finally {
      this.#hold(false);
    }
  }

  /**
   * Whether the daemon keeps this process alive.
   * @param {boolean} yes
   */
  #hold(yes) {
    const method = yes ? 'ref' : 'unref';
    this.#janitor[method]();
    for (const pipe of [this.#janitor.stdin, this.#janitor.stdout, this.#janitor.stderr]) {
      /** @type {import('node:net').Socket} */ (/** @type {unknown} */ (pipe))[method]();
    }
  }

  /**
   * A URI that reaches this daemon and no other.
   *
   * @param {string} driver `lxc`, `qemu`, `test`, …
   * @param {{ path?: string, readOnly?: boolean, params?: Record<string, string> }} [options] `path` is by default
   *   `/default` for the test driver, else the daemon's mode; `readOnly` takes that socket; `params` come last
   */
  uri(driver, { path, readOnly = false, params = {} } = {}) {
    const socket = readOnly ? this.readOnlySocket : this.socket;
    if (socket === null) throw new TypeError('a session daemon has no read-only socket');
    const query = new URLSearchParams({ socket, ...params }).toString().replaceAll('%2F', '/');
    return `${driver}+unix://${path ?? (driver === 'test' ? '/default' : `/${this.mode}`)}?${query}`;
  }

  /** A URI that reaches this daemon's admin server. */
  get adminUri() {
    return `libvirtd:///${this.mode}?socket=${this.adminSocket}`;
  }

  /**
   * What libvirtd has written. For other files see `state`'s `log` directory.
   * @param {string} [file] `lxc/NAME.log` and `qemu/NAME.log` are the guests'
   */
  logs(file = 'libvirtd.log') {
    return readFile(join(this.state, 'log', file), 'utf8');
  }

  /**
   * libvirtd's open descriptors.
   * @returns {Promise<Map<number, string>>} what each is, as `/proc/PID/fd` shows it
   */
  async fds() {
    const directory = `/proc/${this.pid}/fd`;
    /** @type {Map<number, string>} */
    const found = new Map();
    for (const name of await readdir(directory)) {
      const target = await readlink(join(directory, name)).catch(() => null);
      if (target !== null) found.set(Number(name), target);
    }
    return found;
  }

  /**
   * Sends libvirtd a signal. Its guests stay until `stop()`.
   * @param {NodeJS.Signals} [signal]
   */
  kill(signal = 'SIGTERM') {
    process.kill(this.pid, signal);
  }

  /**
   * Waits until libvirtd itself has ended.
   * @returns {Promise<number>} its exit status, as a shell gives it: 128 and the signal's number where a signal ended it
   */
  async untilExit() {
    this.#hold(true);
    try {
      return await this.#exited;
    } finally {
      if (this.#stopped === undefined) this.#hold(false);
    }
  }

  /**
   * Ends libvirtd and everything that it started, and removes all that it left. Harmless when called twice.
   * @returns {Promise<void>}
   */
  stop() {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop() {
    this.#hold(true);
    const closed = once(this.#janitor, 'close');
    this.#janitor.stdin.end();
    const [status] = await closed;
    if (status !== 0) throw new DaemonError(`the daemon's janitor ended with ${status}`, this.#complaints.trim());
  }

  [Symbol.asyncDispose]() {
    return this.stop();
  }
}
