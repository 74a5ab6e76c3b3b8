import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { type DaemonOptions, type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { type Connection, type ConnectOptions, connect } from '../../src/index.js';
import { containerXml } from './integration-container.js';

/** A daemon that the tests of a file share. */
export function useDaemon(options: DaemonOptions = {}): () => PrivateDaemon {
  let daemon: PrivateDaemon | undefined;
  beforeAll(async () => {
    daemon = await startDaemon(options);
  });
  afterAll(() => daemon?.stop());
  return () => {
    if (daemon === undefined) throw new Error('the daemon runs only during tests');
    return daemon;
  };
}

/**
 * A daemon that the tests of a file share, and that runs containers: where the host does not let it, every test fails, and
 * says why.
 */
export function useContainers(options: DaemonOptions = {}): () => PrivateDaemon {
  const daemon = useDaemon(options);
  beforeAll(async () => {
    const connection = await connect(daemon().uri('lxc'));
    try {
      await connection.domainCreateXML(containerXml('first'));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const log = await daemon().logs();
      throw new Error(`this host does not let libvirtd run containers, which this test is about: ${why}\n${log}`);
    } finally {
      await connection.close();
    }
  });
  return daemon;
}

/** A folder that the tests of a file share, and that is gone after them. */
export function useFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A connection that is closed when the test is over. */
export async function open(uri: string, options?: ConnectOptions): Promise<Connection> {
  const connection = await connect(uri, options);
  onTestFinished(() => connection.close());
  return connection;
}
