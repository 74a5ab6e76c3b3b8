import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Connection, connect, type FdTransport } from '../../src/index.js';
import { builtLibrary } from '../support/integration-built.js';
import { census, expectUnchanged } from '../support/integration-census.js';
import { open, useDaemon } from '../support/integration-daemon.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';

const daemon = useDaemon();
const NULL = openSync('/dev/null', 'r');
const WORKER = fileURLToPath(new URL('../../fixtures/worker.mjs', import.meta.url));

const testXml = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;

describe.each(FD_TRANSPORTS)('over %s, in one process', (fdTransport) => {
  it('two connections do not disturb each other', async () => {
    const [one, two] = [
      await open(daemon().uri('test'), { fdTransport }),
      await open(daemon().uri('lxc'), { fdTransport }),
    ] as const;
    const domain = await one.domainCreateXMLWithFiles(testXml('mine'), [NULL]);
    // Each has its own test host, as each has its own numbers for its calls.
    await expect(two.domainLookupByName('mine')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
    const rejected = Promise.all(
      [one.getHostname(), one.getType()].map((call) => call.catch((error: Error) => error.name)),
    );
    const answered = Promise.all([two.getHostname(), two.getType()]);
    await one.close();
    expect(await rejected).toEqual(['ConnectionError', 'ConnectionError']);
    expect((await answered)[1]).toBe('LXC');
    expect(two.isAlive()).toBe(true);
    expect(domain.connection).toBe(one);
  });

  it('one hundred do not either', async () => {
    await (await connect(daemon().uri('test'), { fdTransport })).close();
    const before = await census(daemon());
    const connections = await Promise.all(
      Array.from({ length: 100 }, () => connect(daemon().uri('test'), { fdTransport })),
    );
    try {
      const use = async (connection: Connection, i: number): Promise<void> => {
        const [domain, type] = await Promise.all([
          connection.domainCreateXMLWithFiles(testXml(`d${i}`), new Array<number>(1 + (i % 32)).fill(NULL)),
          connection.getType(),
        ]);
        expect([domain.name, type]).toEqual([`d${i}`, 'TEST']);
        expect((await connection.domainLookupByID(domain.id)).uuid).toBe(domain.uuid);
        await domain.destroy();
      };
      await Promise.all(connections.map(use));
      // Half of them go while the other half is at work.
      const halves = [connections.filter((_, i) => i % 2 === 0), connections.filter((_, i) => i % 2 === 1)] as const;
      await Promise.all([...halves[0].map((connection) => connection.close()), ...halves[1].map(use)]);
      expect(connections.map((connection) => connection.isAlive())).toEqual(connections.map((_, i) => i % 2 === 1));
    } finally {
      await Promise.all(connections.map((connection) => connection.close()));
    }
    await expectUnchanged(daemon(), before);
  });
});

describe('in a worker thread', () => {
  async function start(fdTransport: FdTransport | undefined): Promise<{ worker: Worker; message: unknown }> {
    const workerData = { library: builtLibrary(), uri: daemon().uri('test'), fdTransport };
    const worker = new Worker(WORKER, { workerData });
    onTestFinished(async () => void (await worker.terminate()));
    const [message] = (await once(worker, 'message')) as [unknown];
    return { worker, message };
  }

  it('a connection works, and ends the thread when it is closed', async () => {
    const connection = await open(daemon().uri('test'));
    const { worker, message } = await start(undefined);
    expect(message).toEqual({ type: 'TEST', created: 20, warnings: [] });
    const exit = once(worker, 'exit');
    worker.postMessage('go on');
    expect(await exit).toEqual([0]);
    expect(await connection.getType()).toBe('TEST');
  });

  it('a connection whose thread is ended leaves nothing, and disturbs nobody', async () => {
    const connection = await open(daemon().uri('test'));
    const sockets = async () =>
      [...(await daemon().fds()).values()].filter((file) => file.startsWith('socket:')).length;
    const before = await sockets();
    const { worker, message } = await start('koffi');
    expect(message).toEqual({ type: 'TEST', created: 20, warnings: [] });
    expect(await sockets()).toBe(before + 1);
    await worker.terminate();
    await expect.poll(sockets).toBe(before);
    expect(await connection.getType()).toBe('TEST');
  });

  it('usocket is refused', async () => {
    const { message } = await start('usocket');
    expect(message).toMatchObject({ error: 'UnsupportedError', message: expect.stringContaining('worker thread') });
  });
});
