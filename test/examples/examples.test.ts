import { readFileSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PrivateDaemon, startDaemon } from '../../scripts/daemon/index.mjs';
import { type Finished, finished, spawnOnHostOf } from '../support/host-of.js';

const ROOT = new URL('../../', import.meta.url);
const path = (file: string): string => fileURLToPath(new URL(file, ROOT));

let daemon: PrivateDaemon;

beforeAll(async () => {
  daemon = await startDaemon();
});

afterAll(() => daemon.stop());

function run(example: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<Finished> {
  return finished(spawnOnHostOf(daemon, [process.execPath, path(`examples/${example}`), ...args], env));
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the README', () => {
  it('begins with an example that is one of the examples, in under 20 lines', () => {
    const [, code = ''] = /```js\n(.*?)```/su.exec(readFileSync(path('README.md'), 'utf8')) ?? [];
    expect(code).toBe(readFileSync(path('examples/container-socket.mjs'), 'utf8'));
    expect(code.trimEnd().split('\n').length).toBeLessThan(20);
  });
});

describe('the examples', () => {
  it('container-socket: a container answers on the socket after the program has ended', async () => {
    const port = await freePort();
    const started = await run('container-socket.mjs', [], { PORT: `${port}` });
    expect(started).toMatchObject({ stderr: '', status: 0 });
    expect(started.stdout).toMatch(/^web runs with id \d+\n$/u);

    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('pid 1 of web, with 1 descriptor: http\n');

    const listed = await run('list-domains.mjs', ['lxc:///system']);
    expect(listed).toMatchObject({ stderr: '', status: 0 });
    expect(listed.stdout).toMatch(
      /^lxc:\/\/\/system on \S+\nweb {2}RUNNING {2}\d+ MiB {2}[\d.]+ s of processor time\n$/u,
    );
  });

  it('list-domains: says what was tried, and what to do, where nobody answers', async () => {
    const { stdout, stderr, status } = await run('list-domains.mjs', ['lxc+unix:///system?socket=/run/none']);
    expect(stdout).toBe('');
    expect(stderr).toContain('/run/none does not exist');
    expect(status).toBe(1);
  });

  it('admin: shows who is connected to each of the servers', async () => {
    const { stdout, stderr, status } = await run('admin.mjs');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/^libvirtd:\/\/\/system\n/u);
    expect(stdout).toMatch(/^libvirtd: \d+ of 5000 clients, \d+ of 20 workers$/mu);
    expect(stdout).toMatch(/^admin: 1 of 5000 clients, .*\n {2}\d+: process \d+ of root by UNIX, \d{4}-\S+Z$/mu);
  });

  it('admin: says what was tried, and what to do, where nobody answers', async () => {
    const { stdout, stderr, status } = await run('admin.mjs', ['virtqemud:///system']);
    expect(stdout).toBe('');
    expect(stderr).toContain('/run/libvirt/virtqemud-admin-sock does not exist. There are admin sockets of libvirtd');
    expect(status).toBe(1);
  });

  it('list-domains: tells a mistyped URI', async () => {
    const { stderr, status } = await run('list-domains.mjs', ['lxc://system']);
    expect(stderr).toContain('a slash is missing: lxc:///system');
    expect(status).not.toBe(0);
  });
});
