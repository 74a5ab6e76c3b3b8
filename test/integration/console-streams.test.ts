import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bootSector, guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { DomainChannelFlags, DomainConsoleFlags, DomainCreateFlags, RemoteError } from '../../src/index.js';
import { useQemu } from '../support/qemu-daemon.js';

const AUTODESTROY = DomainCreateFlags.START_AUTODESTROY;
const PATIENCE = 40_000;

/** What a stream says, up to a text. */
async function until(stream: Readable, text: string): Promise<string> {
  let said = '';
  const signal = AbortSignal.timeout(PATIENCE);
  while (!said.includes(text)) {
    const chunk: Buffer | null = stream.read();
    if (chunk === null) await once(stream, 'readable', { signal });
    else said += chunk;
  }
  return said;
}

describe('a guest of qemu', () => {
  const qemu = useQemu();

  it('is heard on its console, which another can take by force', async () => {
    const connection = await qemu.open();
    const image = join(qemu.state, 'disk');
    writeFileSync(image, bootSector('the guest speaks\r\n'), { mode: 0o666 });
    const devices =
      `<disk type='file'><driver name='qemu' type='raw'/><source file='${image}'/><target dev='vda' bus='virtio'/></disk>` +
      `<serial type='pty'><target port='0'/></serial>`;
    const domain = await connection.domainCreateXML(
      guestXml({ ...qemu.guest(), devices }),
      DomainCreateFlags.START_PAUSED | AUTODESTROY,
    );
    const console = domain.openConsole();
    await once(console, 'ready');
    await domain.resume();
    expect(await until(console, 'speaks')).toContain('the guest speaks');

    const refused = domain.openConsole('serial0', DomainConsoleFlags.SAFE);
    const [error] = await once(refused, 'error');
    expect(error).toBeInstanceOf(RemoteError);
    expect(error).toMatchObject({ code: 'VIR_ERR_OPERATION_FAILED', procedure: 'DOMAIN_OPEN_CONSOLE' });

    const lost = new Promise((resolve) => console.once('close', resolve));
    console.on('error', () => {}).resume();
    const forced = domain.openConsole(null, DomainConsoleFlags.FORCE);
    await once(forced, 'ready');
    await lost;
    forced.end('for nobody to hear');
    await once(forced.resume(), 'close');
    // The console is free again.
    const again = domain.openConsole(null, DomainConsoleFlags.SAFE);
    await once(again, 'ready');
    const over = new Promise((resolve) => again.once('close', resolve));
    again.on('error', () => {}).resume();
    await domain.destroy();
    await over;
    expect(connection.isAlive()).toBe(true);
  });

  it('is talked to through a channel, both ways', async () => {
    const connection = await qemu.open();
    const path = join(qemu.state, 'channel.sock');
    const server = net.createServer((socket) => socket.on('error', () => {}).pipe(socket)).listen(path);
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const devices = `<channel type='unix'><source mode='connect' path='${path}'/><target type='virtio' name='org.test.0'/></channel>`;
    const domain = await connection.domainCreateXML(guestXml({ ...qemu.guest(), devices }), AUTODESTROY);
    const unknown = domain.openChannel('org.test.1');
    const [error] = await once(unknown, 'error');
    expect(error).toMatchObject({ procedure: 'DOMAIN_OPEN_CHANNEL' });
    const channel = domain.openChannel('org.test.0', DomainChannelFlags.FORCE);
    await once(channel, 'ready');
    for (let i = 0; i < 3; i++) {
      channel.write(`round ${i}\n`);
      expect(await until(channel, `round ${i}`)).toBe(`round ${i}\n`);
    }
    channel.end();
    await once(channel.resume(), 'close');
    expect(channel.errored).toBe(null);
  });

  it('is seen on its screen', async () => {
    const connection = await qemu.open();
    const devices = `<graphics type='vnc' socket='${join(qemu.state, 'vnc.sock')}'/><video><model type='vga'/></video>`;
    const domain = await connection.domainCreateXML(guestXml({ ...qemu.guest(), devices }), AUTODESTROY);
    const { mimeType, stream } = await domain.screenshot();
    const picture = Buffer.concat(await stream.toArray());
    expect(['image/x-portable-pixmap', 'image/png']).toContain(mimeType);
    const magic = mimeType === 'image/png' ? '\x89PNG' : 'P6\n';
    expect(picture.toString('latin1', 0, magic.length)).toBe(magic);
    expect(picture.length).toBeGreaterThan(500);
    await expect(domain.screenshot(7)).rejects.toBeInstanceOf(RemoteError);
    await domain.destroy();
    await expect(domain.screenshot()).rejects.toMatchObject({ procedure: 'DOMAIN_SCREENSHOT' });
  });
});
