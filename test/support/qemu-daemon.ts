import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { startDaemon, startSessionDaemon } from '../../scripts/daemon/index.mjs';
import { guestType } from '../../scripts/demo-parts/qemu-guest.mjs';
import { type ConnectOptions, connect } from '../../src/api/connect.js';
import type { Connection } from '../../src/api/connection.js';
import type { FdTransport } from '../../src/transport/choose.js';

/** What carries descriptors: what is claimed of one is claimed of all. */
export const FD_TRANSPORTS: readonly FdTransport[] = ['koffi', 'usocket'];

const ROOT = process.geteuid?.() === 0;

/** A private daemon for a file's tests, and the guests that it may run. */
export class QemuDaemon {
  readonly mode: 'system' | 'session';
  #daemon: Awaited<ReturnType<typeof startDaemon>> | undefined;
  #guests = 0;

  /** @param mode by default the system's, with root's rights; a user's own tests have their own daemon */
  constructor(mode: 'system' | 'session' = ROOT ? 'system' : 'session') {
    this.mode = mode;
    beforeAll(async () => {
      this.#daemon = await (mode === 'system' ? startDaemon() : startSessionDaemon());
    });
    // With the daemon go its guests, and what they left in its directory.
    afterAll(() => this.#daemon?.stop());
  }

  get #started() {
    if (this.#daemon === undefined) throw new Error('the daemon has not been started yet');
    return this.#daemon;
  }

  /** The daemon's own directory: its user may enter it, and it goes with the daemon. */
  get state(): string {
    return this.#started.state;
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
