import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Connection,
  type Domain,
  DomainOpenGraphicsFlags,
  RemoteError,
  UnsupportedError,
} from '../../src/index.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';
import { useQemu } from '../support/qemu-daemon.js';
import { pausedGuest } from '../support/qemu-guests.js';
import { greeting, offeredSecurity, RFB_SECURITY, vncXml } from '../support/qemu-rfb.js';
import { socketOf, socketPair } from '../support/qemu-sockets.js';
import { openDescriptors } from '../support/test-session.js';

/** Whether exec closes a descriptor. */
function closeOnExec(fd: number): boolean {
  const [, flags = ''] = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8')) ?? [];
  return (Number.parseInt(flags, 8) & 0o2000000) !== 0;
}

describe("a guest's graphics", () => {
  const qemu = useQemu();
  let keeper: Connection;
  let guests: { graphics: Domain; none: Domain };

  beforeAll(async () => {
    keeper = await qemu.connect({ fdTransport: 'none' });
    const graphics = await pausedGuest(qemu, keeper, vncXml('secret'));
    guests = { graphics, none: await pausedGuest(qemu, keeper) };
  });
  afterAll(() => keeper?.close());

  describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
    async function lookup(guest: 'graphics' | 'none', readOnly = false): Promise<Domain> {
      const connection = await qemu.open({ fdTransport, readOnly });
      return connection.domainLookupByName(guests[guest].name);
    }

    it('answer on the socket that openGraphicsFD returns, which is the caller’s', async () => {
      const domain = await lookup('graphics');
      const before = openDescriptors();
      const fd = await domain.openGraphicsFD(0);
      expect(openDescriptors()).toBe(before + 1);
      expect(await greeting(socketOf(fd))).toMatch(/^RFB 003\./);
    });

    it('answer on a socket pair whose other end openGraphics was given', async () => {
      const domain = await lookup('graphics');
      const [mine, theirs] = await socketPair(join(qemu.state, 'pair'));
      await domain.openGraphics(0, theirs);
      // The caller's own is not needed any more, and has not been closed.
      expect(theirs.destroyed).toBe(false);
      theirs.destroy();
      expect(await greeting(mine)).toMatch(/^RFB 003\./);
    });

    it.each([
      { flags: 0, offered: RFB_SECURITY.PASSWORD },
      { flags: DomainOpenGraphicsFlags.SKIPAUTH, offered: RFB_SECURITY.NONE },
    ])('ask for their password unless told to skip it: flags $flags', async ({ flags, offered }) => {
      const domain = await lookup('graphics');
      const [mine, theirs] = await socketPair(join(qemu.state, 'pair'));
      await domain.openGraphics(0, theirs, flags);
      theirs.destroy();
      const other = socketOf(await domain.openGraphicsFD(0, flags));
      for (const socket of [mine, other]) {
        await greeting(socket);
        expect(await offeredSecurity(socket)).toEqual([offered]);
      }
    });

    it('give each of many calls a socket of its own', async () => {
      const domain = await lookup('graphics');
      const fds = await Promise.all(Array.from({ length: 20 }, () => domain.openGraphicsFD(0)));
      expect(new Set(fds).size).toBe(20);
      const sockets = fds.map(socketOf);
      for (const socket of sockets) expect(await greeting(socket)).toMatch(/^RFB 003\./);
    });

    it('cannot be opened where there are none', async () => {
      const domain = await lookup('none');
      const [, theirs] = await socketPair(join(qemu.state, 'pair'));
      const before = openDescriptors();
      for (const [call, procedure] of [
        [() => domain.openGraphicsFD(0), 'DOMAIN_OPEN_GRAPHICS_FD'],
        [() => domain.openGraphics(0, theirs), 'DOMAIN_OPEN_GRAPHICS'],
      ] as const) {
        const error = await call().catch((error: unknown) => error);
        expect(error).toBeInstanceOf(RemoteError);
        expect(error).toMatchObject({
          code: 'VIR_ERR_INTERNAL_ERROR',
          domain: 'VIR_FROM_QEMU',
          procedure,
          message: expect.stringContaining('No graphics backend with index 0'),
        });
      }
      expect(openDescriptors()).toBe(before);
    });

    it('are found by their index, and flags are looked at', async () => {
      const domain = await lookup('graphics');
      await expect(domain.openGraphicsFD(1)).rejects.toThrow('No graphics backend with index 1');
      await expect(domain.openGraphicsFD(0, 2)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    });

    it('are closed to a connection that is read-only', async () => {
      const domain = await lookup('graphics', true);
      const [, theirs] = await socketPair(join(qemu.state, 'pair'));
      const denied = { code: 'VIR_ERR_OPERATION_DENIED', errno: 29 };
      await expect(domain.openGraphicsFD(0)).rejects.toMatchObject(denied);
      await expect(domain.openGraphics(0, theirs)).rejects.toMatchObject(denied);
      expect(await domain.isActive()).toBe(true);
    });
  });

  it('are not inherited by a child process, over koffi', async () => {
    const connection = await qemu.open({ fdTransport: 'koffi' });
    const domain = await connection.domainLookupByName(guests.graphics.name);
    const fd = await domain.openGraphicsFD(0);
    try {
      expect(closeOnExec(fd)).toBe(true);
    } finally {
      closeSync(fd);
    }
  });

  it('take nothing that is not a socket, or not open', async () => {
    const connection = await qemu.open();
    const domain = await connection.domainLookupByName(guests.graphics.name);
    const file = openSync('/dev/null', 'r');
    try {
      await expect(domain.openGraphics(0, file)).rejects.toThrow(/^file is not a socket$/);
    } finally {
      closeSync(file);
    }
    await expect(domain.openGraphics(0, file)).rejects.toThrow(`file is descriptor ${file}, which is not open`);
    await expect(domain.openGraphics(0, -1)).rejects.toBeInstanceOf(RangeError);
  });

  it('cannot be opened without descriptors, which is said before anything is sent', async () => {
    const domain = guests.graphics;
    const [, theirs] = await socketPair(join(qemu.state, 'pair'));
    await expect(domain.openGraphicsFD(0)).rejects.toBeInstanceOf(UnsupportedError);
    await expect(domain.openGraphics(0, theirs)).rejects.toThrow("fdTransport: 'none'");
  });
});
