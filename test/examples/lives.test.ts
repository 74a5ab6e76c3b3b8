import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Connection, connect } from '../../src/index.js';
import { procedures as qemu } from '../../src/protocol/generated/qemu/index.js';
import { TestDaemon } from '../../src/testing/index.js';
import { exampleRunner } from '../support/example.js';
import { finished } from '../support/host-of.js';
import { useDaemon } from '../support/integration-daemon.js';

const XML = "<domain type='test'><name>fresh</name><memory>1024</memory><os><type>hvm</type></os></domain>";

describe('the examples of what becomes of domains', () => {
  const daemon = useDaemon();
  const { start, run } = exampleRunner();
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-examples-'));
  let connection: Connection;

  beforeAll(async () => {
    connection = await connect(daemon().uri('test'));
  });
  afterAll(async () => {
    await connection.close();
    rmSync(folder, { recursive: true });
  });

  it('define-and-start: shows a domain from its definition to its end', async () => {
    const file = join(folder, 'fresh.xml');
    writeFileSync(file, XML);
    const { stdout, stderr, status } = await run('define-and-start.mjs', [daemon().uri('test'), file]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^fresh \([\da-f-]{36}\) is defined\nfresh is RUNNING with id \d+\nfresh is gone\n$/u);
    await expect(connection.domainLookupByName('fresh')).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });

  it('watch-events: tells what becomes of a domain, until Ctrl-C', async () => {
    const program = start('watch-events.mjs', [daemon().uri('test')]);
    let said = '';
    program.stdout?.on('data', (text) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 10_000 }).toContain('watching');
    const domain = await connection.domainCreateXML(XML);
    await domain.destroy();
    await expect.poll(() => said, { timeout: 10_000 }).toMatch(/fresh: STARTED, 0\nfresh: STOPPED, 1\n$/u);
    program.kill('SIGINT');
    await once(program, 'close');
    expect(program.exitCode).toBe(0);
  });

  it('snapshot-revert: takes back what was changed meanwhile', async () => {
    const program = start('snapshot-revert.mjs', [daemon().uri('test'), 'test'], 'pipe');
    const over = finished(program);
    const domain = await connection.domainLookupByName('test');
    await expect.poll(() => domain.snapshotListNames(), { timeout: 10_000 }).toEqual(['before']);
    await domain.destroy();
    program.stdin?.end('\n');
    const { stdout, stderr, status } = await over;
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toContain('test has the snapshots before\n');
    expect(stdout).toMatch(/test is what it was\n$/u);
    expect([await domain.isActive(), await domain.snapshotNum()]).toEqual([true, 0]);
  });

  it('guest-agent: shows what the agent says, and what the daemon says where there is none', async () => {
    // A guest that is small enough for a test has no agent.
    await using scripted = await TestDaemon.start({ transport: 'unix', uri: 'qemu:///system' });
    scripted.create("<domain type='qemu'><name>guest</name><memory>1024</memory><os><type>hvm</type></os></domain>");
    const answers: Record<string, unknown> = {
      'guest-info': { version: '8.2', supported_commands: [{ name: 'guest-ping' }] },
      'guest-get-host-name': { 'host-name': 'inside' },
    };
    scripted.on(qemu.DOMAIN_AGENT_COMMAND).reply(({ cmd }) => {
      const { execute } = JSON.parse(cmd) as { execute: string };
      return { result: JSON.stringify({ return: answers[execute] }) };
    });
    const { stdout, stderr, status } = await run('guest-agent.mjs', [scripted.uri, 'guest']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toBe('the agent of guest has version 8.2, and 1 commands\nthe guest calls itself inside\n');

    const none = await run('guest-agent.mjs', [daemon().uri('test'), 'test']);
    expect(none.stderr).toContain('VIR_ERR_NO_SUPPORT: ');
    expect(none.status).toBe(1);
  });

  it.each(['define-and-start', 'snapshot-revert', 'guest-agent', 'console', 'upload-volume', 'screenshot', 'backup'])(
    '%s: says how it is used',
    async (name) => {
      const { stderr, status } = await run(`${name}.mjs`);
      expect(stderr).toContain(`usage: node ${name}.mjs URI`);
      expect(status).toBe(2);
    },
  );
});
