import { openSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startDaemon } from '../../scripts/daemon/index.mjs';
import { AbortError, type CallOptions, type Connection, connect, RemoteError, TimeoutError } from '../../src/index.js';
import { census, expectOwnUnchanged, expectUnchanged, ownDescriptors } from '../support/integration-census.js';
import { open, useDaemon } from '../support/integration-daemon.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';

const daemon = useDaemon();

const NULL = openSync('/dev/null', 'r');
/** More than the buffers of a socket hold. */
const LARGE = 1024 * 1024;
const UNKNOWN_FLAG = 1 << 20;

const testXml = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
const badXml = (size = 1): string => `<${'x'.repeat(size)}`;

let calls = 0;

/** As many descriptors as comes next, so that every number from 1 to 32 is used. */
function someFiles(): number[] {
  calls++;
  return new Array<number>(1 + (calls % 32)).fill(NULL);
}

const call = (connection: Connection, xml: string, flags = 0, options: CallOptions = {}): Promise<unknown> =>
  connection.domainCreateXMLWithFiles(xml, someFiles(), flags, options);

interface Connections {
  readonly writing: Connection;
  readonly reading: Connection;
}

/** How a call with descriptors can go while the daemon runs. */
const WAYS: readonly ((connections: Connections) => Promise<void>)[] = [
  async function succeeds({ writing }) {
    const domain = await writing.domainCreateXMLWithFiles(testXml(`t${calls}`), someFiles());
    await domain.destroy();
  },
  async function hasBadXml({ writing }) {
    await expect(call(writing, badXml())).rejects.toMatchObject({ code: 'VIR_ERR_XML_DETAIL' });
  },
  async function hasUnsupportedFlags({ writing }) {
    await expect(call(writing, testXml('flags'), UNKNOWN_FLAG)).rejects.toBeInstanceOf(RemoteError);
  },
  async function isDeniedToReaders({ reading }) {
    await expect(call(reading, testXml('denied'))).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
  },
  async function isAbortedBeforeItIsMade({ writing }) {
    const aborted = call(writing, badXml(), 0, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError', sent: false });
  },
  async function isAbortedWhereItIsMade({ writing }) {
    const controller = new AbortController();
    const aborted = call(writing, badXml(), 0, { signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toBeInstanceOf(AbortError);
  },
  async function isAbortedAMomentLater({ writing }) {
    const controller = new AbortController();
    const aborted = call(writing, badXml(), 0, { signal: controller.signal }).catch((error: unknown) => error);
    await turn();
    controller.abort();
    expect([AbortError, RemoteError]).toContain((await aborted)?.constructor);
  },
];

/** How a call with descriptors can go while the daemon stands still. */
const STILL_WAYS: readonly ((connections: Connections) => Promise<void>)[] = [
  async function isAbortedWhileItIsSent({ writing }) {
    const controller = new AbortController();
    const aborted = call(writing, badXml(LARGE), 0, { signal: controller.signal });
    await turn();
    controller.abort();
    await expect(aborted).rejects.toBeInstanceOf(AbortError);
  },
  async function timesOut({ writing }) {
    await expect(call(writing, badXml(), 0, { timeout: 5 })).rejects.toBeInstanceOf(TimeoutError);
  },
];

/** Calls at a time: usocket cannot duplicate more than some hundreds of descriptors at once. */
const AT_ONCE = 5;

/** Makes so many calls, some at the same time, in each of the ways in turn. */
async function make(count: number, ways: typeof WAYS, connections: Connections): Promise<void> {
  for (let i = 0; i < count; i += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, j) => ways[(i + j) % ways.length]?.(connections)));
  }
}

describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
  const ROUNDS = 10;

  it('1,000 calls with descriptors leave none, here and at the daemon', async () => {
    const connections = {
      writing: await open(daemon().uri('test'), { fdTransport }),
      reading: await open(daemon().uri('test', { readOnly: true }), { fdTransport, readOnly: true }),
    };
    await make(WAYS.length, WAYS, connections);
    const before = await census(daemon());
    calls = 0;
    for (let round = 0; round < ROUNDS; round++) {
      await make(80, WAYS, connections);
      daemon().kill('SIGSTOP');
      try {
        await make(20, STILL_WAYS, connections);
      } finally {
        daemon().kill('SIGCONT');
      }
      // What was given up is answered before what comes next.
      expect(await connections.writing.listAllDomains()).toHaveLength(1);
    }
    expect(calls).toBe(1000);
    await expectUnchanged(daemon(), before);
  });

  it('calls that lose the daemon leave none', async () => {
    await using other = await startDaemon();
    await (await connect(other.uri('test'), { fdTransport })).close();
    const { process: before } = await census(other);
    const connection = await connect(other.uri('test'), { fdTransport, maxInFlight: 4 });
    other.kill('SIGSTOP');
    const lost = Array.from({ length: 10 }, (_, i) => call(connection, badXml(i === 3 ? LARGE : 1)));
    // Those that wait have their duplicates.
    await expect.poll(() => ownDescriptors().size).toBeGreaterThan(before.size + 6);
    other.kill('SIGKILL');
    const outcomes = await Promise.all(lost.map((one) => one.catch((error: unknown) => error)));
    for (const [i, error] of outcomes.entries()) {
      expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECTION_LOST', sent: i < 4 });
    }
    await expectOwnUnchanged(before);
    await connection.close();
  });
});
