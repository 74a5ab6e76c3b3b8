import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootSector } from '../../scripts/demo-parts/qemu-guest.mjs';
import { FD_TRANSPORTS } from '../support/integration-files.js';
import { useQemu } from '../support/qemu-daemon.js';
import { boot, pausedGuest } from '../support/qemu-guests.js';
import { sector, unnamedImage } from '../support/qemu-image.js';
import { greeting, vncXml } from '../support/qemu-rfb.js';
import { socketOf } from '../support/qemu-sockets.js';

describe('a daemon without privileges', () => {
  const qemu = useQemu('session');

  describe.each(FD_TRANSPORTS)('over %s', (fdTransport) => {
    it('boots a guest from an image that it could not open itself', async () => {
      const connection = await qemu.open({ fdTransport });
      expect(connection.getURI()).toMatch(/^qemu.*:\/\/\/session/);
      const text = `booted without privileges over ${fdTransport}\r\n`;
      const { readWrite, readOnly } = unnamedImage(join(qemu.state, 'image'), bootSector(text));
      expect(await boot(qemu, connection, { disk: readWrite, text })).toContain(text);
      expect(sector(readOnly, 1)).toEqual(sector(readOnly, 0));
    });

    it('opens a guest’s graphics', async () => {
      const connection = await qemu.open({ fdTransport });
      const domain = await pausedGuest(qemu, connection, vncXml());
      expect(await greeting(socketOf(await domain.openGraphicsFD(0)))).toMatch(/^RFB 003\./);
    });
  });
});
