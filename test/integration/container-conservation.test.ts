import { openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/index.js';
import { DomainCreateFlags, RemoteError } from '../../src/index.js';
import { census, expectUnchanged } from '../support/integration-census.js';
import { containerXml, freshName } from '../support/integration-container.js';
import { open, useContainers } from '../support/integration-daemon.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';

const daemon = useContainers();

const NULL = openSync('/dev/null', 'r');
const files = (count: number): number[] => new Array<number>(count).fill(NULL);

/** Starts and ends a container. */
async function succeed(connection: Connection, count: number): Promise<void> {
  const domain = await connection.domainCreateXMLWithFiles(containerXml(freshName()), files(count));
  await domain.destroy();
}

/** The driver refuses: nothing has been started. */
async function beRefused(connection: Connection, count: number): Promise<void> {
  const flags = DomainCreateFlags.START_PAUSED;
  const refused = connection.domainCreateXMLWithFiles(containerXml(freshName()), files(count), flags);
  await expect(refused).rejects.toMatchObject({ name: 'RemoteError', code: 'VIR_ERR_INVALID_ARG' });
}

/** The container is made, and its init is not there. */
async function fail(connection: Connection, count: number): Promise<void> {
  const xml = containerXml(freshName()).replace('/bin/sh', '/none/such');
  const failed = connection.domainCreateXMLWithFiles(xml, files(count));
  await expect(failed).rejects.toBeInstanceOf(RemoteError);
}

describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
  it('containers that are started, refused and not started leave no descriptor, here and at the daemon', async () => {
    const connection = await open(daemon().uri('lxc'), { fdTransport });
    await succeed(connection, 1);
    await fail(connection, 1);
    const before = await census(daemon());
    await Promise.all([1, 2, 3, 8, 31, 32].map((count) => succeed(connection, count)));
    for (let count = 1; count <= 32; count++) await beRefused(connection, count);
    await Promise.all([1, 16, 32].map((count) => fail(connection, count)));
    await expectUnchanged(daemon(), before);
  });
});
