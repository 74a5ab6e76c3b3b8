import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootSector, guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { DomainCreateFlags } from '../../src/api/generated/constants.js';
import { boot } from '../support/qemu-boot.js';
import { FD_TRANSPORTS, QemuDaemon } from '../support/qemu-daemon.js';
import { sector, unnamedImage } from '../support/qemu-image.js';
import { greeting } from '../support/qemu-rfb.js';
import { socketOf } from '../support/qemu-sockets.js';

describe('a daemon without privileges', () => {
  const qemu = new QemuDaemon('session');

  describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
    it('boots a guest from an image that it could not open itself', async () => {
      const connection = await qemu.open({ fdTransport });
      expect(await connection.getURI()).toBe('qemu:///session');
      const text = `booted without privileges over ${fdTransport}\r\n`;
      const { readWrite, readOnly } = unnamedImage(join(qemu.state, 'image'), bootSector(text));
      expect(await boot(qemu, connection, { disk: readWrite, text })).toContain(text);
      expect(sector(readOnly, 1)).toEqual(sector(readOnly, 0));
    });

    it('opens a guest’s graphics', async () => {
      const connection = await qemu.open({ fdTransport });
      const devices = `<graphics type='vnc'><listen type='none'/></graphics><video><model type='none'/></video>`;
      const { START_PAUSED, START_AUTODESTROY } = DomainCreateFlags;
      const xml = guestXml({ ...qemu.guest(), devices });
      const domain = await connection.domainCreateXML(xml, START_PAUSED | START_AUTODESTROY);
      expect(await greeting(socketOf(await domain.openGraphicsFD(0)))).toMatch(/^RFB 003\./);
    });
  });
});
