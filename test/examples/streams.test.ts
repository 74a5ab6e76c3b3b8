import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { DomainCreateFlags } from '../../src/index.js';
import { exampleRunner } from '../support/example.js';
import { useQemu } from '../support/qemu-daemon.js';
import { guestWith, isFilled, TARGET } from '../support/qemu-disk.js';
import { qemuPid } from '../support/qemu-process.js';
import { testPool } from '../support/storage.js';

const SIZE = 3 * 1024 * 1024 + 5;

describe('the examples of streams and jobs', () => {
  const qemu = useQemu();
  const { run } = exampleRunner();

  it('upload-volume: makes a volume of a file, and shows how far it is', async () => {
    const connection = await qemu.open();
    const { pool, folder } = await testPool(connection);
    const file = join(qemu.state, 'image & more.raw');
    const bytes = Buffer.from(Array.from({ length: SIZE }, (_, i) => i % 251));
    writeFileSync(file, bytes);
    const { stdout, stderr, status } = await run('upload-volume.mjs', [qemu.uri, pool.name, file]);
    expect({ stdout, status }).toEqual({ stdout: `${file} is ${join(folder, 'image & more.raw')}\n`, status: 0 });
    expect(stderr).toMatch(/^(\r\[[# ]{40}\] \d+%)+\n$/u);
    expect(stderr).toContain(`[${'#'.repeat(40)}] 100%\n`);
    expect(readFileSync(join(folder, 'image & more.raw')).equals(bytes)).toBe(true);
  });

  it('upload-volume: leaves no volume of a file that cannot be read', async () => {
    const connection = await qemu.open();
    const { pool } = await testPool(connection);
    const { stdout, stderr, status } = await run('upload-volume.mjs', [qemu.uri, pool.name, qemu.state]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toContain('EISDIR');
    expect(await pool.listVolumes()).toEqual([]);
  });

  it('screenshot: makes a PNG of what a guest shows', async () => {
    const connection = await qemu.open();
    const devices = `<graphics type='vnc' socket='${join(qemu.state, 'vnc.sock')}'/><video><model type='vga'/></video>`;
    const xml = guestXml({ ...qemu.guest(), devices });
    const domain = await connection.domainCreateXML(xml, DomainCreateFlags.START_AUTODESTROY);
    const file = join(qemu.state, 'screen.png');
    const { stdout, stderr, status } = await run('screenshot.mjs', [qemu.uri, domain.name, file]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(new RegExp(`^${file} is what ${domain.name} shows \\(image/[\\w-]+\\)\n$`, 'u'));
    const png = readFileSync(file);
    expect(png.toString('latin1', 0, 16)).toBe('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(width).toBeGreaterThan(300);
    expect(height).toBeGreaterThan(200);
    expect(png.toString('latin1', 37, 41)).toBe('IDAT');
    const data = png.subarray(41, 41 + png.readUInt32BE(33));
    expect(inflateSync(data).length).toBe(height * (1 + 3 * width));
    expect(png.readUInt32BE(41 + data.length)).toBe(crc32(png.subarray(37, 41 + data.length)));
    expect(png.toString('latin1', png.length - 8, png.length - 4)).toBe('IEND');
    await domain.destroy();
  });

  it('backup: copies the disk of a guest as it is', async () => {
    const connection = await qemu.open();
    const { guest, disks } = await guestWith(qemu, connection);
    const file = disks.path('copy');
    const { stdout, stderr, status } = await run('backup.mjs', [qemu.uri, guest.name, TARGET, file]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe(`copying ${TARGET} of ${guest.name}\n${file} has it\n`);
    expect(await isFilled(file, 0x41)).toBe(true);
  });

  it('backup: says why a copy has failed', async () => {
    const connection = await qemu.open();
    const { guest, disks } = await guestWith(qemu, connection);
    // Enough for an image that is empty; the copy has 384 KiB.
    await promisify(execFile)('prlimit', ['--pid', `${qemuPid(guest.name)}`, '--fsize=300000']);
    const { stdout, stderr, status } = await run('backup.mjs', [qemu.uri, guest.name, TARGET, disks.path('copy')]);
    expect({ stdout, status }).toEqual({ stdout: `copying ${TARGET} of ${guest.name}\n`, status: 1 });
    expect(stderr).toContain('Error: the copy failed: File too large\n');
  });
});
