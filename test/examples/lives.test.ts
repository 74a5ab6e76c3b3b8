import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startDaemon } from '../../scripts/daemon/index.mjs';
import { type Connection, connect } from '../../src/index.js';
import { exampleRunner } from '../support/example.js';
import { finished } from '../support/host-of.js';
import { useDaemon } from '../support/integration-daemon.js';

const XML = "<domain type='test'><name>fresh</name><memory>1024</memory><os><type>hvm</type></os></domain>";

/** A container whose init is not there. */
const BROKEN =
  "<domain type='lxc'><name>broken</name><memory>65536</memory><os><type>exe</type><init>/nonexistent</init></os></domain>";

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

  it('define-and-start: leaves nothing of what cannot be started', async () => {
    const file = join(folder, 'broken.xml');
    writeFileSync(file, BROKEN);
    const { stdout, stderr, status } = await run('define-and-start.mjs', [daemon().uri('lxc'), file]);
    expect(stdout).toMatch(/^broken \([\da-f-]{36}\) is defined\nbroken is gone\n$/u);
    expect(stderr).toContain('RemoteError: ');
    expect(status).toBe(1);
  });

  it('define-and-start: takes no domain away that was there', async () => {
    const domain = await connection.domainLookupByName('test');
    const dumped = await domain.getXMLDesc();
    const file = join(folder, 'dumped.xml');
    writeFileSync(file, dumped);
    const same = await run('define-and-start.mjs', [daemon().uri('test'), file]);
    expect(same).toMatchObject({ stdout: '', stderr: expect.stringContaining('has a <uuid>'), status: 1 });
    writeFileSync(file, dumped.replace(/<uuid>.*<\/uuid>/u, ''));
    const namesake = await run('define-and-start.mjs', [daemon().uri('test'), file]);
    expect(namesake).toMatchObject({ stdout: '', stderr: expect.stringContaining('already exists'), status: 1 });
    expect([await domain.isActive(), await domain.getXMLDesc()]).toEqual([true, dumped]);
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
    await expect.poll(() => said, { timeout: 10_000 }).toMatch(/fresh: STARTED, BOOTED\nfresh: STOPPED, DESTROYED\n$/u);
    program.kill('SIGINT');
    await once(program, 'close');
    expect(program.exitCode).toBe(0);
  });

  it('stay-connected: goes on when the daemon has been away', async () => {
    const own = await startDaemon();
    onTestFinished(() => own.stop());
    const program = start('stay-connected.mjs', [own.uri('test')]);
    let said = '';
    program.stdout?.on('data', (text) => {
      said += text;
    });
    await expect.poll(() => said, { timeout: 10_000 }).toBe('running: test\n');
    own.kill('SIGKILL');
    await own.restart();
    await expect
      .poll(() => said, { timeout: 20_000 })
      .toMatch(/lost: .+\nattempt 1: [\s\S]+\nsomething may have happened meanwhile\nreopened\nrunning: test\n$/u);
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

  it('snapshot-revert: waits for nobody where there is no terminal', async () => {
    const { stdout, stderr, status } = await run('snapshot-revert.mjs', [daemon().uri('test'), 'test']);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/test is what it was\n$/u);
  });
});
