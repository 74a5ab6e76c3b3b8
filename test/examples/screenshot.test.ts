import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { type Connection, type Domain, DomainCreateFlags } from '../../src/index.js';
import { exampleRunner } from '../support/example.js';
import { type QemuDaemon, useQemu } from '../support/qemu-daemon.js';

/** To libvirt, a qemu before 7.1, which takes screenshots as PPM alone. */
const OLD = `<qemu:capabilities xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <qemu:del capability='screenshot-format-png'/>
</qemu:capabilities>`;

/** A guest with a screen that does not change: it has not been let run yet, which is what it shows. */
function guestWithScreen(qemu: QemuDaemon, connection: Connection, more = ''): Promise<Domain> {
  const guest = qemu.guest();
  const socket = join(qemu.state, `${guest.name}-vnc.sock`);
  const devices = `<graphics type='vnc' socket='${socket}'/><video><model type='vga'/></video>`;
  const xml = guestXml({ ...guest, devices }).replace('</domain>', `${more}</domain>`);
  const { START_AUTODESTROY, START_PAUSED } = DomainCreateFlags;
  return connection.domainCreateXML(xml, START_AUTODESTROY | START_PAUSED);
}

/** The chunks of a PNG, by type, in their order. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  expect(png.toString('latin1', 0, 8)).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(at + 4, end)));
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, end));
    at = end + 4;
  }
  return chunks;
}

describe('screenshot', () => {
  const qemu = useQemu();
  const { run } = exampleRunner();

  async function screenshotOf(domain: Domain, mimeType: string): Promise<Buffer> {
    const file = join(qemu.state, `${domain.name}.png`);
    const { stdout, stderr, status } = await run('screenshot.mjs', [qemu.uri, domain.name, file]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe(`${file} is what ${domain.name} shows (${mimeType})\n`);
    return readFileSync(file);
  }

  it('makes a PNG of the very pixels that qemu gives as a PPM', async () => {
    const connection = await qemu.open();
    const domain = await guestWithScreen(qemu, connection, OLD);
    const chunks = chunksOf(await screenshotOf(domain, 'image/x-portable-pixmap'));
    const ppm = await buffer((await domain.screenshot()).stream);
    await domain.destroy();

    expect([...chunks.keys()]).toEqual(['IHDR', 'IDAT', 'IEND']);
    const [header = Buffer.of(), data = Buffer.of()] = chunks.values();
    const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
    expect([...header.subarray(8)]).toEqual([8, 2, 0, 0, 0]);
    const head = `P6\n${width} ${height}\n255\n`;
    expect(ppm.toString('latin1', 0, head.length)).toBe(head);
    const stride = 1 + 3 * width;
    const rows = inflateSync(data);
    expect(rows.length).toBe(height * stride);
    const pixels = Array.from({ length: height }, (_, y) => rows.subarray(y * stride + 1, (y + 1) * stride));
    expect(Buffer.concat(pixels).equals(ppm.subarray(head.length))).toBe(true);
    // Otherwise there would be nothing to see, and any order would do.
    expect(new Set(pixels.map((row) => row.toString('latin1'))).size).toBeGreaterThan(5);
    expect(rows.every((byte, at) => at % stride !== 0 || byte === 0)).toBe(true);
  });

  it('keeps a PNG as qemu has made it', async () => {
    const connection = await qemu.open();
    const domain = await guestWithScreen(qemu, connection);
    const png = await screenshotOf(domain, 'image/png');
    const { stream } = await domain.screenshot();
    expect(png.equals(await buffer(stream))).toBe(true);
    expect([...chunksOf(png).keys()].at(-1)).toBe('IEND');
    await domain.destroy();
  });
});
