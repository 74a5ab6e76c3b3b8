import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AbortError, RemoteError, TimeoutError } from '../../src/index.js';
import { open, useDaemon } from '../support/integration-daemon.js';

const daemon = useDaemon();

describe('a call to a daemon that stands still', () => {
  it('is given up when its time is over or its signal fires, and its late reply is read past', async () => {
    const connection = await open(daemon().uri('test'), { maxInFlight: 2 });
    const controller = new AbortController();
    const reason = new Error('enough');
    daemon().kill('SIGSTOP');
    try {
      const late = connection.getHostname({ timeout: 20 });
      const aborted = connection.getCapabilities({ signal: controller.signal });
      const waiting = connection.getType({ timeout: 20 });
      await turn();
      controller.abort(reason);
      await expect(aborted).rejects.toBeInstanceOf(AbortError);
      await expect(aborted).rejects.toMatchObject({
        message: 'CONNECT_GET_CAPABILITIES was aborted: it had been sent, and may take effect',
        code: 'ABORT_ERR',
        sent: true,
        cause: reason,
      });
      await expect(late).rejects.toBeInstanceOf(TimeoutError);
      await expect(late).rejects.toMatchObject({
        message: 'CONNECT_GET_HOSTNAME was not answered within 20 ms: it had been sent, and may take effect',
        code: 'ERR_LIBVIRT_TIMEOUT',
        sent: true,
      });
      await expect(waiting).rejects.toMatchObject({ sent: false });
    } finally {
      daemon().kill('SIGCONT');
    }
    expect(await connection.getType({ timeout: 20_000, signal: AbortSignal.timeout(20_000) })).toBe('TEST');
  });
});

describe('calls', () => {
  it.each([1, 2, 4])(
    'of which only %i are on their way at a time are answered each, and in their order',
    async (maxInFlight) => {
      const connection = await open(daemon().uri('lxc'), { maxInFlight });
      const order: number[] = [];
      const answers = Array.from({ length: 500 }, async (_, i) => {
        const error = await connection.domainLookupByName(`n${i}`).catch((reason: unknown) => reason);
        order.push(i);
        return error;
      });
      for (const [i, error] of (await Promise.all(answers)).entries()) {
        expect(error).toBeInstanceOf(RemoteError);
        expect((error as RemoteError).str2).toBe(`No domain with matching name 'n${i}'`);
      }
      // The daemon's threads may overtake each other, by as many calls as they have.
      const early = order.filter((call, place) => Math.abs(call - place) > 4 * maxInFlight);
      expect(early).toEqual([]);
    },
  );

  it('that the daemon refuses cost nothing but themselves', async () => {
    const connection = await open(daemon().uri('test'));
    const calls = Array.from({ length: 50 }, (_, i) =>
      i % 2 === 0 ? connection.getHostname() : connection.domainLookupByID(-5 - i).catch(() => 'none'),
    );
    const answers = await Promise.all(calls);
    expect(answers.filter((answer) => answer === 'none')).toHaveLength(25);
  });

  it('tell what the daemon and its hypervisor are', async () => {
    const connection = await open(daemon().uri('lxc'));
    expect(await connection.getType()).toBe('LXC');
    expect(connection.getURI()).toBe(daemon().uri('lxc'));
    expect(await connection.getHostname()).toMatch(/\S/u);
    const version = await connection.getLibVersion();
    expect(version).toBeGreaterThanOrEqual(9_000_000n);
    expect(await connection.getVersion()).toBeGreaterThan(0n);
    expect(await connection.getCapabilities()).toContain('<domain type=');
    expect(await connection.isSecure()).toBe(true);
    expect(await connection.isEncrypted()).toBe(false);
    expect(connection.transport).toBe('koffi');
  });
});
