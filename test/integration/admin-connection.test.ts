import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDaemon } from '../../scripts/daemon/index.mjs';
import { AdmConnectDaemonShutdownFlags, AdmConnection, ConnectCloseReason, connectAdmin } from '../../src/index.js';
import { openAdmin, virtAdmin } from '../support/integration-admin.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon({ config: { libvirtd: 'admin_keepalive_interval = -1\n' } });

describe('an admin connection', () => {
  it('says what it is connected to', async () => {
    const uri = daemon().adminUri;
    const admin = await openAdmin(uri);
    expect(admin).toBeInstanceOf(AdmConnection);
    expect(admin.getURI()).toBe(uri);
    expect(virtAdmin(uri, 'uri')).toBe(uri);
    expect(admin.transport).toBe('net');
    expect(inspect(admin, { breakLength: Infinity })).toBe(`AdmConnection { uri: '${uri}', open: true }`);
    const connection = await open(daemon().uri('test'));
    expect(await admin.getLibVersion()).toBe(await connection.getLibVersion());
  });

  it('is closed with its scope, and tells so', async () => {
    const admin = await openAdmin(daemon().adminUri);
    const closed = once(admin, 'close');
    {
      await using scoped = admin;
      expect(scoped.isAlive()).toBe(true);
    }
    expect(admin.isAlive()).toBe(false);
    expect(await closed).toEqual([null, ConnectCloseReason.CLIENT]);
    await expect(admin.listServers()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION_CLOSED', sent: false });
    await admin.close();
  });

  it('stays while nothing is said, whatever asks whether the daemon is there', async () => {
    const admin = await openAdmin(daemon().adminUri, { keepalive: { interval: 0.05, count: 2 } });
    await delay(500);
    expect(admin.isAlive()).toBe(true);
    admin.setKeepAlive(0, 0);
    expect(await admin.getLibVersion()).toBeTypeOf('bigint');
  });

  it('is given up when the daemon is silent', async () => {
    const admin = await openAdmin(daemon().adminUri, { keepalive: { interval: 0.1, count: 1 } });
    const closed = once(admin, 'close');
    daemon().kill('SIGSTOP');
    onTestFinished(() => daemon().kill('SIGCONT'));
    const [error, reason] = await closed;
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_KEEPALIVE' });
    expect(reason).toBe(ConnectCloseReason.KEEPALIVE);
  });

  it('is a client of the admin server itself', async () => {
    const admin = await openAdmin(daemon().adminUri);
    const server = await admin.lookupServer('admin');
    const infos = await Promise.all((await server.listClients()).map((client) => client.getInfo()));
    expect(infos.map(({ unix_process_id }) => unix_process_id)).toContain(process.pid);
  });

  it('is not made where it is not waited for', async () => {
    await expect(connectAdmin(daemon().adminUri, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it.each<[options: object, message: string]>([
    [
      { readOnly: true },
      'options.readOnly is not an option: there are signal, timeout, callTimeout, keepalive, maxInFlight, reconnect',
    ],
    [{ fdTransport: 'none' }, 'options.fdTransport is not an option'],
    [{ keepalive: 5 }, 'options.keepalive must be an object or false'],
    [{ maxInFlight: 0 }, 'options.maxInFlight must be an integer, 1 or more'],
    [{ timeout: 0 }, 'options.timeout must be more than 0'],
  ])('refuses the options %o', async (options, message) => {
    await expect(connectAdmin(daemon().adminUri, options)).rejects.toThrow(message);
  });
});

describe("a daemon's log", () => {
  it('is filtered', async () => {
    const admin = await openAdmin(daemon().adminUri);
    const uri = daemon().adminUri;
    expect(await admin.getLoggingFilters()).toBe(null);
    await admin.setLoggingFilters('1:test 4:rpc');
    // What a filter matches anywhere in a source file's name, the daemon writes with asterisks.
    expect(await admin.getLoggingFilters()).toMatch(/^1:\*test\* 4:\*rpc\*\s*$/u);
    expect(virtAdmin(uri, 'daemon-log-filters')).toContain('1:*test* 4:*rpc*');
    virtAdmin(uri, 'daemon-log-filters', '--filters', '2:qemu');
    expect(await admin.getLoggingFilters()).toMatch(/^2:\*qemu\*\s*$/u);
    await expect(admin.setLoggingFilters('9:test')).rejects.toMatchObject({ name: 'RemoteError' });
    expect(await admin.getLoggingFilters()).toMatch(/^2:\*qemu\*\s*$/u);
    await admin.setLoggingFilters(null);
    expect(await admin.getLoggingFilters()).toBe(null);
    await admin.setLoggingFilters('1:test');
    await admin.setLoggingFilters('');
    expect(await admin.getLoggingFilters()).toBe(null);
  });

  it('is written where it is told', async () => {
    const admin = await openAdmin(daemon().adminUri);
    const before = await admin.getLoggingOutputs();
    expect(before).toBe('3:stderr');
    const file = join(daemon().state, 'log/other.log');
    await admin.setLoggingOutputs(`${before} 1:file:${file}`);
    expect(await admin.getLoggingOutputs()).toBe(`${before} 1:file:${file}`);
    expect(virtAdmin(daemon().adminUri, 'daemon-log-outputs')).toContain(`1:file:${file}`);
    expect(existsSync(file)).toBe(true);
    await expect(admin.setLoggingOutputs('1:file:/none/none')).rejects.toMatchObject({ name: 'RemoteError' });
    await admin.setLoggingOutputs(before);
    expect(await admin.getLoggingOutputs()).toBe(before);
    await admin.setLoggingOutputs(null);
    expect(await admin.getLoggingOutputs()).toMatch(/^3:/u);
  });
});

describe('the end of a daemon', () => {
  it('comes when nobody has been connected for as long as it was told', async () => {
    const brief = await startDaemon();
    onTestFinished(() => brief.stop());
    const admin = await openAdmin(brief.adminUri);
    await expect(admin.setDaemonTimeout(-1)).rejects.toThrow(RangeError);
    await admin.setDaemonTimeout(1);
    await admin.close();
    expect(await brief.untilExit()).toBe(0);
  });

  it('is told to every admin connection', async () => {
    const brief = await startDaemon();
    onTestFinished(() => brief.stop());
    const admin = await openAdmin(brief.adminUri);
    const closed = once(admin, 'close');
    brief.kill('SIGTERM');
    const [error, reason] = await closed;
    expect(error).toMatchObject({ name: 'ConnectionError', code: 'ERR_LIBVIRT_CONNECTION_LOST' });
    expect(reason).toBe(ConnectCloseReason.EOF);
  });

  it('can be asked for only of a daemon that is new enough', async () => {
    const admin = await openAdmin(daemon().adminUri);
    const version = await admin.getLibVersion();
    expect(version).toBeLessThan(11_002_000n);
    await expect(admin.daemonShutdown(AdmConnectDaemonShutdownFlags.DAEMON_SHUTDOWN_PRESERVE)).rejects.toMatchObject({
      name: 'RemoteError',
      code: 'VIR_ERR_NO_SUPPORT',
      procedure: 'CONNECT_DAEMON_SHUTDOWN',
    });
    expect(admin.isAlive()).toBe(true);
  });
});
