import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bootSector, guestXml } from '../../scripts/demo-parts/qemu-guest.mjs';
import { DomainCreateFlags } from '../../src/index.js';
import { exampleRunner } from '../support/example.js';
import { containerXml, freshName } from '../support/integration-container.js';
import { open, useContainers } from '../support/integration-daemon.js';

const SAYS = 'said on the console';
const EXAMPLE = fileURLToPath(new URL('../../examples/console.mjs', import.meta.url));
const CONNECTED = 'connected to talking; Ctrl-] ends it\r\n';

/** A guest that says something on its console when it boots, and then nothing more. */
function talkingGuest(name: string, image: string): string {
  writeFileSync(image, bootSector(`${SAYS}\r\n`));
  const disk = `<disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${image}'/><target dev='vda' bus='virtio'/></disk>`;
  return guestXml({ name, devices: `${disk}<serial type='pty'><target port='0'/></serial>` });
}

/** A program, and what it has written so far. */
function listenTo(program: ChildProcess): { stdout: string; stderr: string } {
  const written = { stdout: '', stderr: '' };
  program.stdout?.on('data', (text) => {
    written.stdout += text;
  });
  program.stderr?.on('data', (text) => {
    written.stderr += text;
  });
  return written;
}

/** Runs a program on a terminal, and shows then what the terminal is set to. */
function onTerminal(command: readonly string[]): ChildProcess {
  const quoted = command.map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-q', '-c', `${quoted}; echo "ended with $?"; stty -a`, '/dev/null']);
  onTestFinished(() => {
    if (child.exitCode === null && child.signalCode === null) child.kill();
  });
  return child;
}

describe('console', () => {
  const daemon = useContainers();
  const { start, run } = exampleRunner();

  it('shows what a guest says, until Ctrl-], or somebody else takes it by force', async () => {
    const connection = await open(daemon().uri('qemu'));
    const xml = talkingGuest('talking', join(daemon().state, 'talking.raw'));
    const { START_AUTODESTROY, START_PAUSED } = DomainCreateFlags;
    const domain = await connection.domainCreateXML(xml, START_AUTODESTROY | START_PAUSED);
    const args = [daemon().uri('qemu'), domain.name];
    const first = start('console.mjs', args, 'pipe');
    const told = listenTo(first);
    await expect.poll(() => told.stderr, { timeout: 10_000 }).toBe(CONNECTED);
    const refused = await run('console.mjs', args);
    expect(refused.stderr).toMatch(/^.*Active console session exists for this domain\n$/u);
    expect(refused.status).toBe(1);

    const second = start('console.mjs', [...args, '--force'], 'pipe');
    const written = listenTo(second);
    await once(first, 'close');
    expect([first.exitCode, told.stderr]).toEqual([1, `${CONNECTED}stream had I/O failure\n`]);
    await domain.resume();
    await expect.poll(() => written.stdout, { timeout: 20_000 }).toContain(SAYS);
    second.stdin?.write('\x1d');
    await once(second, 'close');
    expect([second.exitCode, written.stderr]).toEqual([0, CONNECTED]);
    await domain.destroy();
  });

  it('hands a container what is typed, until it ends', async () => {
    const connection = await open(daemon().uri('lxc'));
    const { START_AUTODESTROY } = DomainCreateFlags;
    const script = `read line && echo "heard $line" && read line && exit 0`;
    const domain = await connection.domainCreateXML(containerXml(freshName(), script), START_AUTODESTROY);
    const program = start('console.mjs', [daemon().uri('lxc'), domain.name], 'pipe');
    const written = listenTo(program);
    await expect.poll(() => written.stderr, { timeout: 10_000 }).toContain(`connected to ${domain.name}`);
    program.stdin?.write('hello\n');
    await expect.poll(() => written.stdout, { timeout: 10_000 }).toContain('heard hello\r\n');
    program.stdin?.write('and good bye\n');
    await once(program, 'close');
    expect([program.exitCode, written.stderr]).toEqual([0, `connected to ${domain.name}; Ctrl-] ends it\r\n`]);
  });

  it('hands over what is typed before Ctrl-]', async () => {
    const connection = await open(daemon().uri('lxc'));
    const { START_AUTODESTROY } = DomainCreateFlags;
    const domain = await connection.domainCreateXML(containerXml(freshName(), 'read line'), START_AUTODESTROY);
    const program = start('console.mjs', [daemon().uri('lxc'), domain.name], 'pipe');
    const written = listenTo(program);
    await expect.poll(() => written.stderr, { timeout: 10_000 }).toContain('connected to');
    program.stdin?.write('good bye\n\x1d');
    await once(program, 'close');
    expect(program.exitCode).toBe(0);
    await expect.poll(() => connection.listDomains(), { timeout: 10_000 }).not.toContain(domain.id);
  });

  it('leaves a terminal as it was, where what is typed is for the domain', async () => {
    const connection = await open(daemon().uri('lxc'));
    const { START_AUTODESTROY } = DomainCreateFlags;
    const domain = await connection.domainCreateXML(containerXml(freshName()), START_AUTODESTROY);
    const terminal = onTerminal([process.execPath, EXAMPLE, daemon().uri('lxc'), domain.name]);
    const written = listenTo(terminal);
    await expect.poll(() => written.stdout, { timeout: 10_000 }).toContain('connected to');
    // Ctrl-C would end the program; without a new line, a terminal that gathers lines would keep the Ctrl-] to itself.
    terminal.stdin?.write('\x03\x1d');
    await once(terminal, 'close');
    expect(written.stdout).toMatch(/ended with 0\r\n.*\bisig icanon .*\becho\b/su);
  });

  it('says that a domain does not run', async () => {
    const connection = await open(daemon().uri('lxc'));
    const domain = await connection.domainDefineXML(containerXml(freshName()));
    const { stderr, status } = await run('console.mjs', [daemon().uri('lxc'), domain.name]);
    await domain.undefine();
    expect(stderr).toMatch(/^.*domain is not running\n$/u);
    expect(status).toBe(1);
  });
});
