import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type DaemonOptions, type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { ConnectCloseReason, type Connection, ConnectionError, connect } from '../../src/index.js';
import { finished } from '../support/host-of.js';
import { builtLibrary } from '../support/integration-built.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

/** A daemon that a test may do away with. */
async function ownDaemon(options?: DaemonOptions): Promise<PrivateDaemon> {
  const own = await startDaemon(options);
  onTestFinished(() => own.stop());
  return own;
}

const closed = (connection: Connection) => once(connection, 'close') as Promise<[Error | null, ConnectCloseReason]>;

const settled = (promises: readonly Promise<unknown>[]) =>
  Promise.all(promises.map((promise) => promise.catch((error: unknown) => error)));

describe('a daemon that is killed', () => {
  it('ends every call at once, and each is told whether it had been sent', async () => {
    const own = await ownDaemon();
    const connection = await open(own.uri('test'), { maxInFlight: 4 });
    const idle = closed(await open(own.uri('test')));
    own.kill('SIGSTOP');
    const closing = closed(connection);
    const calls = Array.from({ length: 10 }, () => connection.getHostname());
    const outcomes = settled(calls);
    await new Promise((resolve) => setImmediate(resolve));
    const begun = performance.now();
    own.kill('SIGKILL');
    for (const [i, error] of (await outcomes).entries()) {
      expect(error).toBeInstanceOf(ConnectionError);
      const sent = i < 4;
      expect(error).toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST', sent, cause: expect.any(ConnectionError) });
      const { message } = error as ConnectionError;
      expect(message).toContain(sent ? 'CONNECT_GET_HOSTNAME has no reply: ' : 'CONNECT_GET_HOSTNAME was not sent: ');
      expect(message.includes('it may have taken effect')).toBe(sent);
    }
    const [error, reason] = await closing;
    expect(performance.now() - begun).toBeLessThan(2000);
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECTION_LOST' });
    // The system tells of an end, or, where the daemon had not read everything, of a reset.
    expect([ConnectCloseReason.EOF, ConnectCloseReason.ERROR]).toContain(reason);
    expect(await idle).toEqual([expect.any(ConnectionError), ConnectCloseReason.EOF]);
    expect(connection.isAlive()).toBe(false);
    await expect(connection.getHostname()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_LOST', sent: false });
    await connection.close();
  });
});

it('a daemon that asks is answered, for as long as it asks, and when it ends in order the connection does', async () => {
  const own = await ownDaemon({ keepaliveInterval: 1, keepaliveCount: 1 });
  const connection = await open(own.uri('test'), { keepalive: { interval: 60, count: 1 } });
  // It closes a connection that has not answered for two seconds.
  await new Promise((resolve) => setTimeout(resolve, 3500));
  expect(connection.isAlive()).toBe(true);
  expect(await connection.getHostname()).toMatch(/\S/u);
  const closing = closed(connection);
  own.kill('SIGTERM');
  const [error, reason] = await closing;
  expect(error?.message).toBe('the daemon closed the connection');
  expect(reason).toBe(ConnectCloseReason.EOF);
  expect(await own.untilExit()).toBe(0);
});

describe('a daemon that stands still', () => {
  it('is found out by keepalive, after so many questions', async () => {
    const connection = await open(daemon().uri('test'), { keepalive: { interval: 0.2, count: 2 } });
    const idle = await open(daemon().uri('test'), { keepalive: { interval: 0.2, count: 2 } });
    const unasked = await open(daemon().uri('test'), { keepalive: false });
    const closing = [closed(connection), closed(idle)];
    const begun = performance.now();
    daemon().kill('SIGSTOP');
    try {
      const call = connection.getHostname();
      await expect(call).rejects.toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_KEEPALIVE', sent: true });
      expect(performance.now() - begun).toBeGreaterThan(550);
      expect(performance.now() - begun).toBeLessThan(3000);
      await expect(call).rejects.toThrow(/the daemon has been silent for 0\.6\d* s; it may have taken effect/u);
      for (const [error, reason] of await Promise.all(closing)) {
        expect(error).toMatchObject({ code: 'ERR_LIBVIRT_KEEPALIVE' });
        expect(reason).toBe(ConnectCloseReason.KEEPALIVE);
      }
      expect(unasked.isAlive()).toBe(true);
    } finally {
      daemon().kill('SIGCONT');
    }
    expect(await unasked.getHostname()).toMatch(/\S/u);
  });

  it('is given the time that setKeepAlive gives it', async () => {
    const connection = await open(daemon().uri('test'), { keepalive: { interval: 0.1, count: 0 } });
    connection.setKeepAlive(60, 5);
    daemon().kill('SIGSTOP');
    const call = connection.getHostname();
    await new Promise((resolve) => setTimeout(resolve, 400));
    daemon().kill('SIGCONT');
    expect(await call).toMatch(/\S/u);
  });
});

describe('closing', () => {
  it('is told to the daemon, ends what is pending, and can be repeated', async () => {
    const before = (await daemon().fds()).size;
    const connection = await connect(daemon().uri('test'), { maxInFlight: 2 });
    expect((await daemon().fds()).size).toBe(before + 1);
    const closing = closed(connection);
    const calls = settled([connection.getHostname(), connection.getType(), connection.getCapabilities()]);
    await new Promise((resolve) => setImmediate(resolve));
    const both = [connection.close(), connection.close()];
    expect(connection.isAlive()).toBe(false);
    expect(await calls).toEqual(
      [true, true, false].map((sent) =>
        expect.objectContaining({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECTION_CLOSED', sent }),
      ),
    );
    await Promise.all(both);
    expect(await closing).toEqual([null, ConnectCloseReason.CLIENT]);
    await expect.poll(async () => (await daemon().fds()).size).toBe(before);
    await expect(connection.getHostname()).rejects.toMatchObject({
      code: 'ERR_LIBVIRT_CONNECTION_CLOSED',
      sent: false,
    });
  });

  it('does not wait for ever for a daemon that stands still', async () => {
    const connection = await connect(daemon().uri('test'));
    daemon().kill('SIGSTOP');
    try {
      const begun = performance.now();
      await connection.close();
      expect(performance.now() - begun).toBeLessThan(5000);
    } finally {
      daemon().kill('SIGCONT');
    }
  });

  it('comes with the end of a block', async () => {
    let connection: Connection;
    {
      await using used = await connect(daemon().uri('test'));
      connection = used;
      expect(used.isAlive()).toBe(true);
    }
    expect(connection.isAlive()).toBe(false);
  });
});

describe('a program', () => {
  const run = (after: string) => {
    const script = `import(${JSON.stringify(builtLibrary())}).then(async ({ connect }) => {
      const connection = await connect(${JSON.stringify(daemon().uri('test'))});
      ${after}
    });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };

  it('ends when its connections are closed, or do not count', async () => {
    expect(await finished(run('await connection.close();'))).toMatchObject({ stderr: '', status: 0 });
    expect(await finished(run('connection.unref();'))).toMatchObject({ stderr: '', status: 0 });
  });

  it('is kept by a connection that is open', async () => {
    const child = run(`connection.unref().ref(); console.log('connected');`);
    await once(child.stdout as NodeJS.ReadableStream, 'data');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(child.exitCode).toBe(null);
  });
});
