// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { startSessionDaemon } from '../../scripts/daemon/index.mjs';
import { temporaryFolder } from '../lib/folder.mjs';

/** A host whose daemon is done away with and started again, and has another socket each time. */
export class Host {
  /** @type {import('../../scripts/daemon/index.mjs').PrivateDaemon} */
  #daemon;
  /** Fulfilled when there is a daemon. @type {Promise<unknown>} */
  #there = Promise.resolve();
  restarts = 0;
  /** Where its volumes are. */
  folder = '';

  /** @param {import('../../scripts/daemon/index.mjs').PrivateDaemon} daemon @param {string} folder */
  constructor(daemon, folder) {
    this.#daemon = daemon;
    this.folder = folder;
  }

  static async start() {
    const folder = join(temporaryFolder(), 'pool');
    mkdirSync(folder);
    // The daemon may be another user's.
    await chmod(join(folder, '..'), 0o755);
    await chmod(folder, 0o777);
    writeFileSync(join(folder, '../node.xml'), '<node/>');
    return new Host(await startSessionDaemon(), folder);
  }

  /** The daemon's socket, as soon as there is one. */
  async socket() {
    await this.#there;
    return this.#daemon.socket;
  }

  /**
   * Each connection to the test driver has a host of its own by this, where `test:///default` is one that all share: that
   * one's events cease for everybody, in libvirt 9.0.0, when many register and deregister at a time.
   *
   * @param {'test' | 'storage'} driver
   */
  async uri(driver) {
    await this.#there;
    return this.#daemon.uri(driver, driver === 'test' ? { path: join(this.folder, '../node.xml') } : {});
  }

  /** Kills the daemon, or ends it in order, and starts another one. @param {boolean} kill */
  restart(kill) {
    const old = this.#daemon;
    this.#there = (async () => {
      if (kill) old.kill('SIGKILL');
      await old.stop();
      this.#daemon = await startSessionDaemon();
      this.restarts++;
    })();
    return this.#there;
  }

  /** The daemon does nothing for so many milliseconds. @param {number} milliseconds */
  async freeze(milliseconds) {
    await this.#there;
    const daemon = this.#daemon;
    daemon.kill('SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    daemon.kill('SIGCONT');
  }

  async stop() {
    await this.#there;
    await this.#daemon.stop();
  }
}
