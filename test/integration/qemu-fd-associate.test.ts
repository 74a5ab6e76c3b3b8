import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootSector, guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { DomainFDAssociateFlags, RemoteError } from '../../src/index.js';
import { FD_TRANSPORTS } from '../support/integration-files.js';
import { useQemu } from '../support/qemu-daemon.js';
import { boot, DISK, defineGuest, startPaused } from '../support/qemu-guests.js';
import { opened, sector, unnamedImage } from '../support/qemu-image.js';
import { identity, qemuPid } from '../support/qemu-process.js';
import { openDescriptors } from '../support/test-session.js';

describe('an associated file', () => {
  const qemu = useQemu();
  const image = (text: string) => unnamedImage(join(qemu.state, 'image'), bootSector(text));

  describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
    it('is a disk that a guest boots from and writes to, though no path leads to it', async () => {
      const connection = await qemu.open({ fdTransport });
      const text = `booted from a descriptor that came over ${fdTransport}\r\n`;
      const { readWrite, readOnly } = image(text);
      expect(sector(readOnly, 1)).toEqual(Buffer.alloc(512));
      expect(await boot(qemu, connection, { disk: readWrite, text })).toContain(text);
      expect(sector(readOnly, 1)).toEqual(sector(readOnly, 0));
    });

    it('is a disk that a guest boots from and cannot write to', async () => {
      const connection = await qemu.open({ fdTransport });
      const text = `read over ${fdTransport}\r\n`;
      const { readOnly } = image(text);
      expect(await boot(qemu, connection, { disk: readOnly, text, readOnly: true })).toContain(text);
      expect(sector(readOnly, 1)).toEqual(Buffer.alloc(512));
    });

    it('comes to qemu with up to 31 others, in order', async () => {
      const connection = await qemu.open({ fdTransport });
      const domain = await defineGuest(qemu, connection);
      // Of several, qemu takes those that are open for what it does: first for reading alone.
      const { readOnly, readWrite } = image('');
      const others = Array.from({ length: 30 }, (_, i) => opened(join(qemu.state, `other-${i}`), 'w+'));
      const files = [readOnly, readWrite, ...others];
      await domain.fdAssociate(DISK, files);
      await startPaused(domain);
      const { result } = await domain.qemuMonitorCommandWithFiles('{"execute":"query-fdsets"}');
      const [{ fds }] = JSON.parse(result).return as [{ fds: { fd: number; opaque: string }[] }];
      const pid = qemuPid(domain.name);
      const place = (opaque: string) => Number(/\d+$/.exec(opaque)?.[0]);
      const arrived = fds.sort((a, b) => place(a.opaque) - place(b.opaque)).map(({ fd }) => identity(fd, pid));
      expect(arrived).toEqual(files.map((fd) => identity(fd)));
    });

    it('fails the start of a guest that is to do more with it than the descriptor allows', async () => {
      const connection = await qemu.open({ fdTransport });
      const domain = await defineGuest(qemu, connection);
      await domain.fdAssociate(DISK, [image('').readOnly]);
      const error = await domain.create().catch((error: unknown) => error);
      expect(error).toBeInstanceOf(RemoteError);
      expect(error).toMatchObject({
        procedure: 'DOMAIN_CREATE',
        message: expect.stringContaining('Permission denied'),
      });
      expect(await domain.isActive()).toBe(false);
    });

    it('is missed where no group has the name that the disk asks for', async () => {
      const connection = await qemu.open({ fdTransport });
      const domain = await defineGuest(qemu, connection);
      await domain.fdAssociate('another', [image('').readWrite]);
      await expect(domain.create()).rejects.toMatchObject({
        code: 'VIR_ERR_INVALID_ARG',
        domain: 'VIR_FROM_QEMU',
        message: expect.stringContaining(`'${DISK}' was not associated`),
      });
    });

    it('is refused by a connection that is read-only', async () => {
      const { name } = await defineGuest(qemu, await qemu.open({ fdTransport }));
      const domain = await (await qemu.open({ fdTransport, readOnly: true })).domainLookupByName(name);
      const before = openDescriptors();
      await expect(domain.fdAssociate(DISK, [1])).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_DENIED',
        procedure: 'DOMAIN_FD_ASSOCIATE',
      });
      expect(openDescriptors()).toBe(before);
    });
  });

  it('is associated with the flags that libvirt has, and no others', async () => {
    const domain = await defineGuest(qemu, await qemu.open());
    const { readWrite } = image('');
    await domain.fdAssociate(DISK, [readWrite], DomainFDAssociateFlags.RESTORE | DomainFDAssociateFlags.WRITABLE);
    await expect(domain.fdAssociate(DISK, [readWrite], 4)).rejects.toMatchObject({
      code: 'VIR_ERR_INVALID_ARG',
      message: expect.stringContaining('unsupported flags (0x4)'),
    });
  });

  it('stays with the daemon until another takes its name or the connection ends', async () => {
    const definer = await qemu.open();
    const { name } = await defineGuest(qemu, definer);
    const connection = await qemu.connect();
    const held = async () => {
      const files = await qemu.openFiles();
      return files.map((path) => /kept-\d/.exec(path)?.[0]).filter((kept) => kept !== undefined);
    };
    try {
      const domain = await connection.domainLookupByName(name);
      const files = [1, 2, 3].map((n) => opened(join(qemu.state, `kept-${n}`), 'w+')) as [number, number, number];
      await domain.fdAssociate('one', [files[0], files[1]]);
      await expect.poll(held).toEqual(['kept-1', 'kept-2']);
      await domain.fdAssociate('two', [files[2]]);
      await expect.poll(held).toEqual(['kept-1', 'kept-2', 'kept-3']);
      await domain.fdAssociate('one', [files[2]]);
      await expect.poll(held).toEqual(['kept-3', 'kept-3']);
    } finally {
      await connection.close();
    }
    await expect.poll(held).toEqual([]);
  });

  it('must be one at least, 32 at most, and open, which is said before anything is sent', async () => {
    const domain = await defineGuest(qemu, await qemu.open());
    await expect(domain.fdAssociate('none', [])).rejects.toThrow('files must be at least 1 file long; got 0');
    await expect(domain.fdAssociate('many', new Array(33).fill(1))).rejects.toThrow('at most 32 files long; got 33');
    await expect(domain.fdAssociate('closed', [1, 99_999])).rejects.toThrow('files[1] is descriptor 99999');
  });

  it('belongs to a domain that is there', async () => {
    const connection = await qemu.open();
    const domain = await connection.domainDefineXML(guestXml(qemu.guest()));
    await domain.undefine();
    await expect(domain.fdAssociate(DISK, [1])).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });
});
