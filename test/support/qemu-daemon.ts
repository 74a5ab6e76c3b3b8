import { afterAll, beforeAll, onTestFinished } from 'vitest';
import {
  type DaemonOptions,
  type PrivateDaemon,
  startDaemon,
  startSessionDaemon,
} from '../../scripts/daemon/index.mjs';
import { guestType } from '../../scripts/demo-parts/qemu-guest.mjs';
import { type Connection, type ConnectOptions, connect } from '../../src/index.js';

const ROOT = process.geteuid?.() === 0;

/** A private daemon, and the guests that it may run. */
export class QemuDaemon {
  readonly mode: 'system' | 'session';
  readonly #options: DaemonOptions;
  #daemon: PrivateDaemon | undefined;
  #guests = 0;

  constructor(mode: 'system' | 'session', options: DaemonOptions = {}) {
    this.mode = mode;
    this.#options = options;
  }

  async start(): Promise<void> {
    this.#daemon = await (this.mode === 'system' ? startDaemon(this.#options) : startSessionDaemon(this.#options));
  }

  /** With the daemon go its guests, and what they left in its directory. */
  async stop(): Promise<void> {
    await this.#daemon?.stop();
  }

  get #started(): PrivateDaemon {
    if (this.#daemon === undefined) throw new Error('the daemon runs only during tests');
    return this.#daemon;
  }

  /** The daemon's own directory: its user may enter it, and it goes with the daemon. */
  get state(): string {
    return this.#started.state;
  }

  /** What any client reaches it by. */
  get uri(): string {
    return this.#started.uri('qemu');
  }

  /** A connection that the caller closes. */
  connect(options: ConnectOptions = {}): Promise<Connection> {
    const daemon = this.#started;
    const readOnly = (options.readOnly ?? false) && daemon.readOnlySocket !== null;
    return connect(daemon.uri('qemu', { readOnly }), { timeout: 10_000, ...options });
  }

  /** A connection for as long as the test runs. */
  async open(options: ConnectOptions = {}): Promise<Connection> {
    const connection = await this.connect(options);
    onTestFinished(() => connection.close());
    return connection;
  }

  /** What every guest's definition needs: a name that no other guest on this machine has. */
  guest(): { name: string; type: 'kvm' | 'qemu' } {
    this.#guests++;
    const type = guestType({ asNobody: this.mode === 'session' && ROOT });
    return { name: `guest-${process.pid}-${this.#guests}`, type };
  }

  /** What the daemon has open, sorted: sockets and their like without their numbers, which differ each time. */
  async openFiles(): Promise<string[]> {
    const fds = await this.#started.fds();
    return [...fds.values()].map((target) => target.replace(/:\[\d+\]$/, '')).sort();
  }
}

/**
 * A daemon that the tests of a file share.
 *
 * @param mode by default the system's, with root's rights; to a user's tests their own
 */
export function useQemu(mode: 'system' | 'session' = ROOT ? 'system' : 'session', options?: DaemonOptions): QemuDaemon {
  const qemu = new QemuDaemon(mode, options);
  beforeAll(() => qemu.start());
  afterAll(() => qemu.stop());
  return qemu;
}
