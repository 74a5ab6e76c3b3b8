import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { FaultProxy } from './fault-proxy.js';

/** A real daemon behind a proxy; it can be done away with, and another comes to the same address. */
export class FaultHost {
  readonly #folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-host-'));
  #proxy: FaultProxy | undefined;
  #daemon: PrivateDaemon | undefined;

  get proxy(): FaultProxy {
    if (this.#proxy === undefined) throw new Error('the proxy runs only during tests');
    return this.#proxy;
  }

  get daemon(): PrivateDaemon {
    if (this.#daemon === undefined) throw new Error('the daemon runs only during tests');
    return this.#daemon;
  }

  get uri(): string {
    return `test+unix:///default?socket=${this.proxy.path}`;
  }

  async start(): Promise<void> {
    this.#daemon = await startDaemon();
    this.#proxy ??= await FaultProxy.start(join(this.#folder, 'proxy.sock'), () => this.daemon.socket);
  }

  /** Another way to the same daemon. */
  another(name: string): Promise<FaultProxy> {
    return FaultProxy.start(join(this.#folder, name), () => this.daemon.socket);
  }

  /** Replaces a daemon that has been killed. */
  async restart(): Promise<void> {
    await this.daemon.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#proxy?.close();
    await this.#daemon?.stop();
    rmSync(this.#folder, { recursive: true });
  }
}

/** One for the tests of a file. */
export function useFaultHost(): FaultHost {
  const host = new FaultHost();
  beforeAll(() => host.start());
  afterAll(() => host.stop());
  return host;
}
