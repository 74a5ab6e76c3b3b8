import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { it } from 'vitest';
import { exampleRunner } from '../support/example.js';
import { useQemu } from '../support/qemu-daemon.js';
import { guestWith, TARGET } from '../support/qemu-disk.js';
import { qemuPid } from '../support/qemu-process.js';
import { DomainCreateFlags } from '../../src/index.js';
import { guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';

const qemu = useQemu();
const { run } = exampleRunner();
it('limit', async () => {
  const connection = await qemu.open();
  const { guest, disks } = await guestWith(qemu, connection);
  execFileSync('prlimit', ['--fsize=300000', '--pid', `${qemuPid(guest.name)}`]);
  const t = Date.now();
  console.log('limited', await Promise.race([run('backup.mjs', [qemu.uri, guest.name, TARGET, disks.path('copy')]), new Promise(r => setTimeout(r, 15000, 'HANGS'))]), Date.now() - t, await guest.isActive());
}, 40000);
it('tty', async () => {
  const connection = await qemu.open();
  const devices = `<serial type='pty'/>`;
  const domain = await connection.domainCreateXML(guestXml({ ...qemu.guest(), devices }), DomainCreateFlags.START_AUTODESTROY | DomainCreateFlags.START_PAUSED);
  const file = fileURLToPath(new URL('../../examples/console.mjs', import.meta.url));
  const child = spawn('script', ['-qec', `'${process.execPath}' '${file}' '${qemu.uri}' ${domain.name}; echo "ended $?"; stty -a`, '/dev/null'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = ''; child.stdout.on('data', (d) => { out += d; }); child.stderr.on('data', (d) => { out += d; });
  while (!out.includes('Ctrl-]')) await new Promise(r => setTimeout(r, 50));
  child.stdin.write('\x1d');
  await Promise.race([new Promise(r => child.once('close', r)), new Promise(r => setTimeout(r, 8000))]);
  child.kill();
  console.log(JSON.stringify(out));
}, 40000);
it('paused screen', async () => {
  const connection = await qemu.open();
  const devices = `<graphics type='vnc' socket='${qemu.state}/vnc.sock'/><video><model type='vga'/></video>`;
  const domain = await connection.domainCreateXML(guestXml({ ...qemu.guest(), devices }), DomainCreateFlags.START_AUTODESTROY | DomainCreateFlags.START_PAUSED);
  for (let i = 0; i < 2; i++) {
    const { mimeType, stream } = await domain.screenshot();
    const b = await buffer(stream);
    console.log(mimeType, b.length, b.toString('latin1', 0, 16), new Set(b.subarray(15)).size);
  }
}, 40000);
