import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { AbortError, type Connection, type Domain } from '../../src/index.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';
import { useQemu } from '../support/qemu-daemon.js';
import { pausedGuest } from '../support/qemu-guests.js';
import { opened } from '../support/qemu-image.js';
import { qemuDescriptors, qemuPid } from '../support/qemu-process.js';
import { vncXml } from '../support/qemu-rfb.js';
import { closed, socketPair } from '../support/qemu-sockets.js';
import { openDescriptors } from '../support/test-session.js';

const CALLS = 100;

/** Calls at a time: as many as a connection has under way, and as many that wait. */
const AT_A_TIME = 8;

async function repeat(call: (n: number) => Promise<unknown>): Promise<void> {
  for (let n = 0; n < CALLS; n += AT_A_TIME) {
    await Promise.all(Array.from({ length: AT_A_TIME }, (_, i) => call(n + i)));
  }
}

/** What is seen twice in a row: what is being closed is gone by then. */
async function settled<T>(look: () => T | Promise<T>): Promise<T> {
  let last = await look();
  for (;;) {
    await delay(50);
    const now = await look();
    if (isDeepStrictEqual(now, last)) return now;
    last = now;
  }
}

describe('descriptors are conserved', () => {
  const qemu = useQemu();
  let keeper: Connection;
  let guest: Domain;
  let pid: number;

  beforeAll(async () => {
    keeper = await qemu.connect({ fdTransport: 'none' });
    guest = await pausedGuest(qemu, keeper, vncXml());
    pid = qemuPid(guest.name);
  });
  afterAll(() => keeper?.close());

  describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
    /** Does some work, and expects this process, the daemon and the guest's to have open then what they had before. */
    async function conserving(work: (domain: Domain, connection: Connection) => Promise<void>): Promise<void> {
      const connection = await qemu.open({ fdTransport });
      const domain = await connection.domainLookupByName(guest.name);
      // What is opened once, at the first call, is there to stay.
      closeSync(await domain.openGraphicsFD(0));
      const guests = await settled(() => qemuDescriptors(pid));
      const daemons = await settled(() => qemu.openFiles());
      const ours = openDescriptors();
      await work(domain, connection);
      // The answers to calls that were given up come later.
      const wait = { timeout: 5000, interval: 10 };
      await expect.poll(openDescriptors, wait).toBe(ours);
      await expect.poll(() => qemu.openFiles(), wait).toEqual(daemons);
      await expect.poll(() => qemuDescriptors(pid), wait).toBe(guests);
    }

    it('by calls that return one', () =>
      conserving((domain) => repeat(async () => closeSync(await domain.openGraphicsFD(0)))));

    it('by calls that give a socket away', () =>
      conserving(async (domain) => {
        const pair = await socketPair(join(qemu.state, 'pair'));
        await repeat(() => domain.openGraphics(0, pair[1]));
        await Promise.all(pair.map(closed));
      }));

    it('by calls to the monitor', () => {
      const file = opened(join(qemu.state, 'passed'), 'w+');
      return conserving((domain) =>
        repeat(async (n) => {
          const command = (execute: string) => JSON.stringify({ execute, arguments: { fdname: `fd-${n}` } });
          await domain.qemuMonitorCommandWithFiles(command('getfd'), [file]);
          await domain.qemuMonitorCommandWithFiles(command('closefd'), []);
        }),
      );
    });

    it('by calls that the daemon refuses', () => {
      const file = opened(join(qemu.state, 'passed'), 'w+');
      const xml = guestXml(qemu.guest());
      return conserving((domain, connection) =>
        repeat(async (n) => {
          const files = new Array(1 + (n % 32)).fill(file);
          // The qemu driver starts no guest with files: there is no init that they could be given to.
          await expect(connection.domainCreateXMLWithFiles(xml, files)).rejects.toMatchObject({
            code: 'VIR_ERR_NO_SUPPORT',
            procedure: 'DOMAIN_CREATE_XML_WITH_FILES',
            message: expect.stringContaining('virDomainCreateXMLWithFiles'),
          });
          await expect(domain.createWithFiles(files)).rejects.toMatchObject({
            code: 'VIR_ERR_NO_SUPPORT',
            procedure: 'DOMAIN_CREATE_WITH_FILES',
          });
          await expect(domain.openGraphicsFD(1)).rejects.toMatchObject({ code: 'VIR_ERR_INTERNAL_ERROR' });
        }),
      );
    });

    it('by calls that are given up, whether they have been sent or wait to be', async () => {
      const sent = new Set<boolean>();
      await conserving((domain) =>
        repeat(async () => {
          const giveUp = new AbortController();
          const call = domain.openGraphicsFD(0, 0, { signal: giveUp.signal });
          await turn();
          giveUp.abort();
          const outcome = await call.catch((error: unknown) => error);
          // On a busy machine an answer may have come already.
          if (typeof outcome === 'number') closeSync(outcome);
          else if (outcome instanceof AbortError) sent.add(outcome.sent);
          else throw outcome;
        }),
      );
      expect(sent).toEqual(new Set([true, false]));
    });

    it('by a connection that is closed before its answers have come', () =>
      conserving(async () => {
        for (let n = 0; n < 10; n++) {
          const connection = await qemu.connect({ fdTransport });
          const domain = await connection.domainLookupByName(guest.name);
          const calls = Array.from({ length: AT_A_TIME }, () => domain.openGraphicsFD(0));
          const outcomes = Promise.allSettled(calls);
          await turn();
          await connection.close();
          for (const outcome of await outcomes) if (outcome.status === 'fulfilled') closeSync(outcome.value);
        }
      }));
  });
});
