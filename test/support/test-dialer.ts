import net from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { TestDaemon } from '../../src/testing/index.js';

/** Makes streams to a daemon of this process's, for as long as the test runs, and counts them. */
export class TestDialer {
  /** How many were asked for. */
  dials = 0;
  readonly #daemon: Promise<TestDaemon> = TestDaemon.start({ transport: 'unix' });
  readonly #open = new Set<net.Socket>();

  constructor() {
    onTestFinished(async () => {
      for (const socket of this.#open) socket.destroy();
      await (await this.#daemon).close();
    });
  }

  /** How many are open. */
  get open(): number {
    return this.#open.size;
  }

  readonly dial = async (): Promise<net.Socket> => {
    this.dials++;
    const { socket: path } = await this.#daemon;
    const socket = net.connect(path ?? '');
    this.#open.add(socket.on('close', () => this.#open.delete(socket)));
    return socket;
  };

  /** Waits until so many were asked for. */
  async counted(dials: number): Promise<void> {
    await expect.poll(() => this.dials).toBe(dials);
  }

  /** Waits until all of them are closed. */
  async gone(): Promise<void> {
    await expect.poll(() => this.open).toBe(0);
  }
}
