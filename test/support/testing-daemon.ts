import { setImmediate as turn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Connection, ConnectOptions } from '../../src/index.js';
import { TestDaemon, type TestDaemonOptions } from '../../src/testing/index.js';

/** A daemon for tests, for as long as the test runs, that the test itself verifies. */
export async function started(options: TestDaemonOptions = {}): Promise<TestDaemon> {
  const daemon = await TestDaemon.start(options);
  onTestFinished(() => daemon.close());
  return daemon;
}

/** The same, and a connection to it. */
export async function connected(
  options: TestDaemonOptions = {},
  connectOptions: ConnectOptions = {},
): Promise<{ daemon: TestDaemon; connection: Connection }> {
  const daemon = await started(options);
  const connection = await daemon.connect(connectOptions);
  onTestFinished(() => connection.close());
  return { daemon, connection };
}

/** A domain's description. */
export function domainXml(name: string, type = 'test'): string {
  const osType = type === 'lxc' ? 'exe' : 'hvm';
  return `<domain type='${type}'><name>${name}</name><memory>1024</memory><os><type>${osType}</type></os></domain>`;
}

/** Waits until something is so. */
export async function until(so: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !so(); await turn()) {
    if (Date.now() > end) throw new Error('it did not come to be so');
  }
}
